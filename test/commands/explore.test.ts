import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runHere as run } from '../support/run-here.ts';
import { exampleRunFile, jsonl, textSample } from '../support/samples.ts';
import { newWorkshop } from '../support/workshop.ts';

it('writes pages that can be read and written anew, and deletes nothing else', async () => {
  const cwd = newWorkshop();
  const samples = Array.from({ length: 301 }, (_, index) => textSample(`She counted to ${index}.`));
  await writeFile(join(cwd, 'mine.jsonl'), jsonl(samples));
  await writeFile(
    join(cwd, 'mine.run.json'),
    `${JSON.stringify({ ...exampleRunFile, costMicroUsd: 1_250_000 })}\n`,
  );

  const command = 'explore mine.jsonl mine.run.json --out pages --repository https://example.org/a/b/';
  expect(await run(cwd, `${command} --json`)).toMatchObject({ code: 0 });
  expect((await readdir(join(cwd, 'pages'))).sort()).toEqual(['gender-2.html', 'gender.html', 'index.html']);
  const start = await readFile(join(cwd, 'pages/index.html'), 'utf8');
  for (const words of ['301', '$1.25', 'href="https://example.org/a/b/blob/HEAD/CONTRIBUTING.md"'])
    expect(start).toContain(words);

  await writeFile(join(cwd, 'pages/gender-9.html'), 'of an earlier time');
  expect(await run(cwd, command)).toMatchObject({ code: 0 });
  expect(await readdir(join(cwd, 'pages'))).toHaveLength(3);

  await writeFile(join(cwd, 'pages/notes.txt'), 'keep');
  expect(await run(cwd, command)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('OUT_NOT_EMPTY'),
  });
  expect(await readdir(join(cwd, 'pages'))).toHaveLength(4);
});
