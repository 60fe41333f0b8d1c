import { UserError } from '../errors.ts';

/** Where a provider's key comes from: an environment variable, and the page that gives one; no page means optional. */
export type KeySource = { variable: string; keyUrl: string | undefined };

type Env = Record<string, string | undefined>;

/** @throws UserError naming the variable and where to get a key. */
export function requireKey(source: KeySource, env: Env): string {
  const key = secretOf(source, env);
  if (key !== undefined) return key;
  throw new UserError(`${source.variable} is not set`, {
    code: 'NO_KEY',
    fix: `Get a key at ${source.keyUrl} and put ${source.variable}=… into .env (which Git ignores) or the environment.`,
  });
}

/**
 * The key, or undefined where there is none.
 * @throws UserError where it cannot be one. The message never holds the key, as an HTTP library's would.
 */
export function secretOf({ variable }: KeySource, env: Env): string | undefined {
  const key = env[variable]?.trim();
  if (!key) return undefined;
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new UserError(
    `${variable} holds a character that no key has (a space, a quote sign or a line break)`,
    {
      code: 'BAD_KEY',
      fix: `Copy the key again; in .env write ${variable}=… on one line, in straight quotes or none.`,
    },
  );
}
