import { spawn } from 'node:child_process';
import { UserError } from '../../errors.ts';
import { type LfsPointer, parsePointer } from '../../sample/lfs-pointer.ts';
import { gitEnvironment } from '../git-environment.ts';
import { explainGitFailure } from '../git-failure.ts';

type Site = { top: string; env: Record<string, string | undefined> };

/**
 * Stores a shard's content as an object of Git LFS and gives its pointer; `git push` uploads it later.
 * @throws UserError where git-lfs is not installed.
 */
export async function writeShard(
  { top, env }: Site,
  content: Uint8Array,
): Promise<LfsPointer & { text: string }> {
  const { code, output, words } = await runClean({ top, env }, content);
  const pointer = parsePointer(output);
  if (code === 0 && pointer) return { ...pointer, text: new TextDecoder().decode(output) };
  if (/is not a git command/.test(words)) {
    throw new UserError('git-lfs is not installed, and the archive is kept by it', {
      code: 'LFS_MISSING',
      fix: 'Install it (https://git-lfs.com), then run the command again.',
      blame: 'world',
    });
  }
  throw explainGitFailure('lfs clean', words);
}

type Ended = { code: number | null; output: Uint8Array; words: string };

function runClean({ top, env }: Site, content: Uint8Array): Promise<Ended> {
  const child = spawn('git', ['lfs', 'clean'], { cwd: top, env: gitEnvironment(env) });
  const output: Buffer[] = [];
  const words: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  // A git that ends early closes the pipe; its own words say why.
  child.stdin.on('error', () => {});
  child.stdin.end(content);
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: null, output: new Uint8Array(), words: message }));
    child.once('close', (code) =>
      resolve({ code, output: Buffer.concat(output), words: Buffer.concat(words).toString('utf8') }),
    );
  });
}
