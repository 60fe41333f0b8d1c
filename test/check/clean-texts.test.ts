import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import { axes, fileOf, schema } from '../support/samples.ts';
import { cleanTexts } from './clean-texts.ts';

describe('clean text in many languages', () => {
  it.each(Object.entries(cleanTexts))(
    '%s passes the strict reader and the safety check',
    async (lang, texts) => {
      const lines = texts.flatMap((text, index) => [
        JSON.stringify({ lang, text }),
        // Beside other fields, in a message, and escaped, as other programs write it.
        JSON.stringify({
          messages: [{ role: 'user', content: `${text}\n\n\t“${texts[index - 1] ?? text}”` }],
        }),
        escaped(text),
      ]);
      const { findings } = await checkFiles({
        subjects: [fileOf(`${lang}.jsonl`, lines.map((line) => `${line}\n`).join(''), 65_536)],
        checks: await startChecks({ axes }, ['json', 'safety']),
        validateSample: schema('sample'),
        validateRun: schema('run'),
      });
      expect(
        findings.map(({ code, line, column }) => `${code} ${line}:${column} ${lines[line - 1]}`),
      ).toEqual([]);
    },
  );
});

/** JSON in ASCII alone. */
function escaped(text: string): string {
  return JSON.stringify({ text }).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
