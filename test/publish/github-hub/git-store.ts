import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HubRepository } from './state.ts';

const run = promisify(execFile);

const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };

/** Runs git in a hub's bare repository. */
export async function gitIn({ folder }: Pick<HubRepository, 'folder'>, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: folder, env, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** The commit that a branch or other revision names, or undefined. */
export async function commitOf(repository: HubRepository, revision: string): Promise<string | undefined> {
  return gitIn(
    repository,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ).catch(() => undefined);
}

export async function isEmpty(repository: HubRepository): Promise<boolean> {
  return (await gitIn(repository, 'for-each-ref', '--count=1')) === '';
}

/**
 * What GitHub refuses in a push beyond Git's own rules: protected branches (`hub.protected`, one pattern each), and
 * workflow files that no branch of the repository holds yet, pushed with a token that lacks the scope for them.
 */
const updateHook = `#!/bin/sh
for pattern in $(git config --get-all hub.protected); do
  case "$1" in refs/heads/$pattern)
    echo "error: GH006: Protected branch update failed for $1." >&2
    echo "error: Changes must be made through a pull request." >&2
    exit 1;;
  esac
done
case "$HUB_SCOPES" in *workflow*) exit 0;; esac
zero=0000000000000000000000000000000000000000
[ "$3" = $zero ] && exit 0
git ls-tree -r "$3" -- .github/workflows | while read -r mode type blob path; do
  for known in $(git for-each-ref --format='%(objectname)'); do
    [ "$(git rev-parse --quiet --verify "$known:$path")" = "$blob" ] && continue 2
  done
  echo "refusing to allow a Personal Access Token to create or update workflow \\\`$path\\\` without \\\`workflow\\\` scope" >&2
  exit 1
done
`;

/** A bare repository that can be pushed to, with all branches of another one. */
export async function makeBare(folder: string, from?: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder], { env });
  if (from !== undefined) await copyBranches(folder, from);
  await gitIn({ folder }, 'config', 'http.receivepack', 'true');
  const hook = join(folder, 'hooks', 'update');
  await writeFile(hook, updateHook);
  await chmod(hook, 0o755);
}

export async function copyBranches(folder: string, from: string): Promise<void> {
  await gitIn({ folder }, 'fetch', '--quiet', from, '+refs/heads/*:refs/heads/*');
}
