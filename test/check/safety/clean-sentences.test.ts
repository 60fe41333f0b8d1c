import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../../scripts/check/check-files.ts';
import { startChecks } from '../../../scripts/check/checks.ts';
import { axes, fileOf, jsonl, schema, textSample } from '../../support/samples.ts';
import { cleanSentences } from './clean-sentences.ts';

describe('everyday sentences in seven languages and with emoji', () => {
  it('pass the json and safety checks: no rejection, and hardly a warning', async () => {
    const text = jsonl(cleanSentences.map(({ lang, text: content }) => textSample(content, { lang })));
    const { findings } = await checkFiles({
      subjects: [fileOf('a.jsonl', text, 65_536)],
      checks: await startChecks({ axes }, ['json', 'safety']),
      validateSample: schema('sample'),
      validateRun: schema('run'),
    });
    expect(cleanSentences.length).toBeGreaterThan(400);
    expect(findings.map(({ code, line, message }) => `${code}@${line} ${message}`)).toEqual([]);
  });
});
