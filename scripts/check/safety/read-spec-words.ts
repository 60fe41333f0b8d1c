import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type SpecWords, wordsOfSpec } from './spec-words.ts';

/** Reads the words of every prompt spec under `prompts/`; empty where there is no such folder. */
export async function readSpecWords(root: string): Promise<SpecWords> {
  const folder = join(root, 'prompts');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'));
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }): Promise<[string, ReadonlySet<string>]> => {
        const path = join(parentPath, name);
        return [relative(root, path).split(sep).join('/'), wordsOfSpec(await readFile(path, 'utf8'))];
      }),
    ),
  );
}
