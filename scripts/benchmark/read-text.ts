import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a text file of a benchmark. @throws UserError where it cannot be read or is not UTF-8. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    throw new UserError(`cannot read ${path}: ${missing ? 'there is no such file' : cause.message}`, {
      code: 'NO_BENCHMARK_FILE',
      fix: 'Name a file that exists and that you may read.',
      blame: missing ? 'input' : 'world',
      cause,
    });
  });
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new UserError(`${path} is not UTF-8 text`, {
      code: 'BAD_BENCHMARK_FILE',
      fix: 'Give the file as it was published or saved.',
      cause,
    });
  }
}
