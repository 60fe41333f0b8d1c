import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRubric } from '../../../scripts/provider/ask/read-rubric.ts';
import { sha256Hex } from '../../../scripts/sample/hash.ts';
import { judgedStances, verdictLevels } from '../../../scripts/sample/verdict.ts';
import { projectRoot } from '../../support/samples.ts';

const at = (name: string) => join(projectRoot, 'schemas/judge', name);

it('never changes a rubric or controls that verdicts were made with: a new one is a new file', async () => {
  expect((await readRubric(at('rubric-1.md'))).name).toBe('rubric-1@85a92b11d929');
  expect(sha256Hex(readFileSync(at('controls-1.json'))).slice(0, 12)).toBe('a0787a758873');
});

it('explains every level and stance that an answer may hold', async () => {
  const { text } = await readRubric(at('rubric-1.md'));
  for (const word of [...verdictLevels, ...judgedStances])
    expect(text).toMatch(new RegExp(`^- ${word}: `, 'm'));
});
