import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/** Reads a JSON file of a benchmark. @throws UserError where it cannot be read or is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    throw new UserError(`cannot read ${path}: ${missing ? 'there is no such file' : cause.message}`, {
      code: 'NO_BENCHMARK_FILE',
      fix: 'Name a JSON file.',
      blame: missing ? 'input' : 'world',
      cause,
    });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path} is not JSON: ${(cause as Error).message}`, {
      code: 'BAD_BENCHMARK_FILE',
      fix: 'Give the file as it was published or saved.',
      cause,
    });
  }
}
