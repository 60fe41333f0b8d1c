import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const hasGit = spawnSync('git', ['--version']).status === 0;

export type TemporaryRepository = {
  top: string;
  env: Record<string, string | undefined>;
  /** Runs git and gives its output; throws where it fails. */
  git: (...args: string[]) => string;
  write: (path: string, content: string) => void;
};

/** An environment whose home folder is empty, so that no setting of this machine takes part. */
export function isolatedEnv(home: string): Record<string, string | undefined> {
  return { PATH: process.env['PATH'], SYSTEMROOT: process.env['SYSTEMROOT'], HOME: home, USERPROFILE: home };
}

/** Lasts as long as the test that asks for it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenhand-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A folder where git can be run and files written; no repository yet. */
export function openFolder(top: string, home = top): TemporaryRepository {
  const env = isolatedEnv(home);
  return {
    top,
    env,
    git: (...args) =>
      execFileSync('git', args, {
        cwd: top,
        env: { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    write(path, content) {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), content);
    },
  };
}

/** A repository with an author, a branch main and one commit. */
export function makeRepository(): TemporaryRepository {
  const home = temporaryFolder();
  const top = join(home, 'clone');
  mkdirSync(top);
  const repository = openFolder(top, home);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('config', 'user.name', 'Ann Example');
  repository.git('config', 'user.email', 'ann@example.org');
  repository.write('README.md', 'A dataset.\n');
  repository.write('notes.txt', 'one\n');
  commitAll(repository, 'Begin');
  return repository;
}

export function commitAll({ git }: TemporaryRepository, message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD').trim();
}

/** Everything of the user's that a contribution must leave as it was. */
export function snapshot({ top, git }: TemporaryRepository): unknown {
  const inGit = (name: string) => {
    const path = join(top, '.git', name);
    return existsSync(path) ? hash(path) : undefined;
  };
  return {
    status: git('status', '--porcelain=v2', '--branch', '-z'),
    index: inGit('index'),
    head: inGit('HEAD'),
    headLog: inGit('logs/HEAD'),
    merge: inGit('MERGE_HEAD'),
    config: inGit('config'),
    stash: git('stash', 'list', '--format=%H %gs'),
    refs: git('for-each-ref')
      .split('\n')
      .filter((line) => !/refs\/heads\/(?:contribute|prompt)\//.test(line)),
    gitFolder: readdirSync(join(top, '.git')).sort(),
    files: listFiles(top).map((path) => [path, hash(join(top, path))]),
  };
}

function listFiles(top: string): string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(top.length + 1))
    .filter((path) => !path.startsWith('.git/'))
    .sort();
}

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
