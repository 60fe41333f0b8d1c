import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The files that paths name: a file as it is, a folder searched through. Sorted, each once.
 * @throws UserError where a path does not exist, or holds nothing of a dataset.
 */
export async function readFolder(paths: string[], root: string): Promise<SourceFile[]> {
  const found = await Promise.all(paths.map(findUnder));
  return [...new Set(found.flat())].sort().map((file) => fileAt(file, root));
}

/** A file on disk, by its path from the dataset's root. */
export function fileAt(file: string, root: string): SourceFile {
  return { path: relative(root, file).split(sep).join('/'), chunks: () => createReadStream(file) };
}

async function findUnder(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    throw new UserError(
      `cannot read ${path}: ${missing ? 'there is no such file or folder' : cause.message}`,
      {
        code: 'NO_DATA',
        fix: 'Name a .jsonl file, or a folder that holds some.',
        blame: missing ? 'input' : 'world',
        cause,
      },
    );
  });
  if (found.isFile()) return [requireDataFile(path, found.size)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !isAside(entry.name));
  if (files.length > 0 && !files.some(({ name }) => name.endsWith('.jsonl'))) {
    throw new UserError(`${path} holds ${files.length} files, but no .jsonl`, {
      code: 'NO_DATA',
      fix: 'Name a .jsonl file, or a folder that holds some.',
    });
  }
  return files.map(({ parentPath, name }) => join(parentPath, name));
}

/** A file that somebody names is meant to be judged: what would be passed over in a folder is refused here. */
function requireDataFile(path: string, bytes: number): string {
  const problem =
    bytes === 0 ? 'it is empty' : isData(path) ? undefined : 'it is neither .jsonl nor .run.json';
  if (problem === undefined) return path;
  throw new UserError(`cannot check ${path}: ${problem}`, {
    code: 'NO_DATA',
    fix: 'Name a .jsonl file with one sample a line, or a folder that holds some.',
  });
}

function isData(path: string): boolean {
  return path.endsWith('.jsonl') || path.endsWith('.run.json');
}

/** Files that explain a folder and are no data. */
function isAside(name: string): boolean {
  return name === 'README.md' || name.startsWith('.');
}
