import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UserError } from '../errors.ts';

type Env = Record<string, string | undefined>;

/** The environment, with what the folder's `.env` adds; a variable that is set already, and not empty, stays as it is. */
export async function readEnv(folder: string, env: Env): Promise<Env> {
  const path = join(folder, '.env');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return env;
    throw new UserError(`cannot read ${path}`, {
      code: 'ENV_UNREADABLE',
      fix: 'Mend its permissions, or remove it and set the variables in the environment.',
      cause,
    });
  }
  const added = parseEnv(text.replace(/^\uFEFF/, ''));
  const isUnset = ([name]: [string, string | undefined]) => !env[name];
  return { ...env, ...Object.fromEntries(Object.entries(added).filter(isUnset)) };
}
