import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './samples.ts';

/** Git with a fixed identity and nobody's configuration. */
export const gitEnv = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Tester',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Tester',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: gitEnv, encoding: 'utf8' });
}

/**
 * A clone of the dataset as it is in the work tree, committed on `main` of a repository of its own, with a
 * bare `origin` beside it.
 */
export function newWorkshop(): string {
  const parent = mkdtempSync(join(tmpdir(), 'evenhand-workshop-'));
  const folder = join(parent, 'clone');
  for (const path of ['schemas', 'prompts', 'package.json', '.gitignore', '.gitattributes']) {
    cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  }
  git(parent, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Start');
  git(folder, 'remote', 'add', 'origin', join(parent, 'origin.git'));
  git(folder, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  return folder;
}

export type Outcome = { code: number | null; stdout: string; stderr: string };

type RunOptions = {
  cwd: string;
  env?: Record<string, string>;
  /** Ctrl-C as soon as this file holds something. */
  interruptOnceExists?: string;
  /** Another Ctrl-C as soon as this is said on stderr. */
  interruptAgainAt?: string;
};

/** Runs the program as a user would, in a process of its own. */
export function evenhand(
  args: string[],
  { cwd, env = {}, interruptOnceExists, interruptAgainAt }: RunOptions,
): Promise<Outcome> {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/bin.mjs'), ...args], {
    cwd,
    env: { ...gitEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const isFirst = interruptAgainAt !== undefined && !stderr.includes(interruptAgainAt);
    stderr += text;
    if (isFirst && stderr.includes(interruptAgainAt)) child.kill('SIGINT');
  });
  const watch = setInterval(() => {
    if (!interruptOnceExists || !existsSync(interruptOnceExists) || statSync(interruptOnceExists).size === 0)
      return;
    clearInterval(watch);
    child.kill('SIGINT');
  }, 1);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      resolve({ code, stdout, stderr });
    });
  });
}
