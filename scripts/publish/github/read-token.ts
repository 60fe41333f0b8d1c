import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

type Env = Record<string, string | undefined>;

/** A token and where it was found, to name it without showing it. */
export type FoundToken = { token: string; source: string };

/** In the order in which `gh` looks for them. */
const variables = ['GH_TOKEN', 'GITHUB_TOKEN'];

/** The user's token for a GitHub, from the environment, else from `gh` where somebody is logged in with it. */
export async function readToken(env: Env, host: string): Promise<FoundToken | undefined> {
  for (const source of variables) {
    const token = env[source]?.trim();
    if (token) return { token, source };
  }
  const token = await askGh(env, host);
  return token ? { token, source: 'gh auth token' } : undefined;
}

/** Not installed, not logged in, or another host: all the same, there is none. */
async function askGh(env: Env, host: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('gh', ['auth', 'token', '--hostname', host], {
      env,
      timeout: 10_000,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
