import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../scripts/check/check-files.ts';
import { startChecks } from '../scripts/check/checks.ts';
import { allAxes } from './support/axes.ts';
import { biasContext } from './support/bias.ts';
import { fileOf, projectRoot, schema } from './support/samples.ts';

describe('the README', () => {
  it('shows a sample that passes every check of a line', async () => {
    const readme = readFileSync(`${projectRoot}README.md`, 'utf8');
    const [, line = ''] = /```json\n(.*)\n```/.exec(readme) ?? [];
    const { findings } = await checkFiles({
      subjects: [fileOf('example.jsonl', `${line}\n`)],
      checks: await startChecks({ bias: biasContext(), axes: allAxes }),
      validateSample: schema('sample'),
      validateRun: schema('run'),
    });
    expect(findings).toEqual([]);
  });
});
