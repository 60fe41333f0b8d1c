import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyContribution } from '../../scripts/publish/apply-contribution.ts';
import { planContribution } from '../../scripts/publish/plan-contribution.ts';
import { readRepository, requireIdentity } from '../../scripts/publish/read-repository.ts';
import { exampleAuthor, exampleRecord, exampleSample } from './example-run.ts';
import {
  commitAll,
  hasGit,
  makeRepository,
  openFolder,
  type TemporaryRepository,
  temporaryFolder,
} from './temporary-repository.ts';

const isRoot = process.getuid?.() === 0;
const read = ({ top, env }: TemporaryRepository, base?: string) =>
  readRepository({ folder: top, env, ...(base === undefined ? {} : { base }) });

/** A clone of a bare remote whose default branch is `branch`. */
function makeClone(branch: string, ...options: string[]): TemporaryRepository {
  const source = makeRepository();
  source.write('notes.txt', 'two\n');
  commitAll(source, 'Second');
  source.git('branch', '-m', branch);
  source.git('clone', '--quiet', '--bare', '.', '../remote.git');
  source.git('clone', '--quiet', ...options, `file://${join(source.top, '../remote.git')}`, '../fresh');
  return openFolder(join(source.top, '../fresh'), join(source.top, '..'));
}

describe.skipIf(!hasGit)('readRepository (skipped where git is missing)', () => {
  it('reads a plain local repository', async () => {
    const repository = makeRepository();
    const commit = repository.git('rev-parse', 'HEAD').trim();
    expect(await read(repository)).toEqual({
      top: repository.top,
      git: expect.any(Function),
      isShallow: false,
      head: { kind: 'branch', name: 'main' },
      identity: { name: 'Ann Example', email: 'ann@example.org' },
      base: { name: 'main', ref: 'refs/heads/main', commit },
      remote: undefined,
      upstream: undefined,
    });
  });

  it("builds on the remote's default branch, whatever its name", async () => {
    const clone = makeClone('trunk');
    clone.git('checkout', '--quiet', '--detach');
    const { base, head, remote } = await read(clone);
    expect(base).toMatchObject({ name: 'trunk', ref: 'refs/remotes/origin/trunk' });
    expect(head).toEqual({ kind: 'detached' });
    expect(remote).toMatchObject({ name: 'origin', url: expect.stringMatching(/^file:/) });
  });

  it("falls back to the remote's main, then to the local master", async () => {
    const clone = makeClone('main');
    clone.git('remote', 'set-head', 'origin', '--delete');
    expect((await read(clone)).base.ref).toBe('refs/remotes/origin/main');
    const local = makeRepository();
    local.git('branch', '-m', 'master');
    expect((await read(local)).base.ref).toBe('refs/heads/master');
  });

  it('takes a base by name, and refuses one that does not exist', async () => {
    const clone = makeClone('main');
    clone.git('branch', 'topic');
    expect((await read(clone, 'topic')).base).toMatchObject({ name: 'topic', ref: 'refs/heads/topic' });
    expect((await read(clone, 'origin/main')).base).toMatchObject({
      name: 'main',
      ref: 'refs/remotes/origin/main',
    });
    const commit = clone.git('rev-parse', 'HEAD').trim();
    expect((await read(clone, commit)).base).toEqual({ name: commit, ref: commit, commit });
    await expect(read(clone, 'nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_BASE' });
    await expect(read(clone, '--output=x')).rejects.toMatchObject({ code: 'UNKNOWN_BASE' });
  });

  it('sees a shallow clone', async () => {
    expect((await read(makeClone('main', '--depth=1'))).isShallow).toBe(true);
  });

  it('takes the name from the environment first', async () => {
    const repository = makeRepository();
    const env = { ...repository.env, GIT_AUTHOR_NAME: 'Bo', GIT_AUTHOR_EMAIL: 'bo@example.org' };
    expect(requireIdentity(await read({ ...repository, env }))).toEqual({
      name: 'Bo',
      email: 'bo@example.org',
    });
  });

  it('refuses to make up an identity', async () => {
    const repository = makeRepository();
    repository.git('config', '--unset', 'user.email');
    const found = await read(repository);
    expect(found.identity).toBeUndefined();
    expect(() => requireIdentity(found)).toThrow(expect.objectContaining({ code: 'NO_IDENTITY' }));
  });

  it('explains a folder that is no repository, or no folder', async () => {
    const folder = temporaryFolder();
    await expect(read(openFolder(folder))).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY', exitCode: 2 });
    await expect(read(openFolder(join(folder, 'none')))).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' });
  });

  it('explains a bare repository and the inside of .git', async () => {
    const clone = makeClone('main');
    const bare = openFolder(join(clone.top, '../remote.git'), clone.env['HOME']);
    await expect(read(bare)).rejects.toMatchObject({ code: 'NO_WORK_TREE' });
    await expect(read({ ...clone, top: join(clone.top, '.git') })).rejects.toMatchObject({
      code: 'NO_WORK_TREE',
    });
  });

  it('explains a repository without commits, or without a base', async () => {
    const empty = openFolder(temporaryFolder());
    empty.git('init', '--quiet', '--initial-branch=main');
    await expect(read(empty)).rejects.toMatchObject({ code: 'NO_COMMITS' });
    const other = makeRepository();
    other.git('branch', '-m', 'topic');
    await expect(read(other)).rejects.toMatchObject({
      code: 'NO_BASE',
      fix: expect.stringContaining('--base'),
    });
    expect((await read(other, 'topic')).base.name).toBe('topic');
  });

  it('explains that git is missing', async () => {
    const repository = makeRepository();
    const env = { ...repository.env, PATH: join(repository.top, 'nothing') };
    await expect(read({ ...repository, env })).rejects.toMatchObject({ code: 'GIT_MISSING', exitCode: 3 });
  });

  it.skipIf(!isRoot)(
    "passes on Git's advice for another user's repository (skipped unless root)",
    async () => {
      const repository = makeRepository();
      chownSync(repository.top, 12_345, 12_345);
      await expect(read(repository)).rejects.toMatchObject({
        code: 'REPOSITORY_NOT_YOURS',
        message: expect.stringContaining('safe.directory'),
      });
    },
  );
});

const plan = planContribution({
  record: exampleRecord,
  // Too varied to be packed into a megabyte.
  samples: Array.from({ length: 4 }, (_, index) => exampleSample({ text: noise(380_000, index + 1) })),
  author: exampleAuthor,
});

/** A text that no compression makes much smaller: digits of a linear congruential generator (Numerical Recipes). */
function noise(length: number, seed: number): string {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

describe.skipIf(!hasGit)('a disk that does not take the objects (skipped where git is missing)', () => {
  it('explains a .git that cannot be written to (skipped where root may write anyway)', async ({ skip }) => {
    if (isRoot) skip('root may write anywhere');
    const repository = makeRepository();
    const objects = join(repository.top, '.git/objects');
    chmodSync(objects, 0o500);
    const result = apply(repository).finally(() => chmodSync(objects, 0o700));
    await expect(result).rejects.toMatchObject({ code: 'REPOSITORY_READ_ONLY', exitCode: 3 });
  });

  it('explains a full disk and a read-only one, and works once there is room (skipped without a tmpfs)', async ({
    skip,
  }) => {
    const home = temporaryFolder();
    const disk = join(home, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'evenhand-test', disk]);
    if (mounted.status !== 0) skip('this user may not mount a tmpfs');
    try {
      const repository = openFolder(disk, home);
      repository.git('init', '--quiet', '--initial-branch=main', '--template=');
      repository.write('README.md', 'x\n');
      repository.git('config', 'user.name', 'Ann');
      repository.git('config', 'user.email', 'ann@example.org');
      const base = commitAll(repository, 'Begin');
      await expect(apply(repository)).rejects.toMatchObject({ code: 'DISK_FULL', exitCode: 3 });
      expect(repository.git('for-each-ref', '--format=%(objectname)').trim()).toBe(base);
      expect(repository.git('status', '--porcelain')).toBe('');
      spawnSync('mount', ['-o', 'remount,ro', disk]);
      await expect(apply(repository)).rejects.toMatchObject({ code: 'REPOSITORY_READ_ONLY', exitCode: 3 });
      spawnSync('mount', ['-o', 'remount,rw,size=16m', disk]);
      expect(await apply(repository)).toMatchObject({ kind: 'created' });
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

async function apply(repository: TemporaryRepository) {
  return applyContribution(plan, { repository: await read(repository), now: new Date(0) });
}
