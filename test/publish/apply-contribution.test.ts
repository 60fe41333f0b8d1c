import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyContribution } from '../../scripts/publish/apply-contribution.ts';
import type { Git } from '../../scripts/publish/apply-git.ts';
import type { Contribution } from '../../scripts/publish/contribution.ts';
import { planContribution } from '../../scripts/publish/plan-contribution.ts';
import { planSpecContribution } from '../../scripts/publish/plan-spec-contribution.ts';
import { readRepository, requireIdentity } from '../../scripts/publish/read-repository.ts';
import { exampleAuthor, exampleRecord, exampleSample, exampleSamples } from './example-run.ts';
import {
  commitAll,
  hasGit,
  makeRepository,
  openFolder,
  snapshot,
  type TemporaryRepository,
} from './temporary-repository.ts';

const plan = planContribution({ record: exampleRecord, samples: exampleSamples, author: exampleAuthor });
const { branch } = plan;
const now = new Date('2026-11-24T12:00:00Z');

async function contribute({ top, env }: TemporaryRepository, contribution: Contribution = plan, date = now) {
  const repository = await readRepository({ folder: top, env });
  return applyContribution(contribution, { repository, now: date });
}

function committedFiles({ git }: TemporaryRepository, commit: string): string[] {
  return git('diff-tree', '-r', '--no-commit-id', '--name-status', `${commit}^`, commit).trim().split('\n');
}

function expectPlanned(repository: TemporaryRepository, { files }: Contribution = plan): void {
  for (const { path, content } of files)
    expect(repository.git('cat-file', 'blob', `${branch}:${path}`)).toBe(content);
  const expected = files.map(({ path }) => `A\t${path}`).sort();
  expect(committedFiles(repository, branch)).toEqual(expected);
}

describe.skipIf(!hasGit)('applyContribution (skipped where git is missing)', () => {
  it('makes one signed-off commit on the base, byte for byte the plan', async () => {
    const repository = makeRepository();
    const outcome = await contribute(repository);
    expect(outcome).toEqual({ kind: 'created', branch, commit: repository.git('rev-parse', branch).trim() });
    expectPlanned(repository);
    expect(repository.git('rev-parse', `${branch}^`)).toBe(repository.git('rev-parse', 'main'));
    expect(repository.git('log', '-1', '--format=%B', branch).trimEnd()).toBe(plan.message.trimEnd());
    const [author, committer, signOff] = repository
      .git(
        'log',
        '-1',
        '--format=%an <%ae> %aI%n%cn <%ce> %cI%n%(trailers:key=Signed-off-by,valueonly)',
        branch,
      )
      .split('\n');
    expect(signOff).toBe('Ann Example <ann@example.org>');
    expect(author?.replace(/Z$/, '+00:00')).toBe(`${signOff} 2026-11-24T12:00:00+00:00`);
    expect(committer).toBe(author);
    expect(repository.git('fsck', '--strict')).toBe('');
  });

  it('writes the bytes as they are under autocrlf, hostile attributes, filters and other settings', async () => {
    const repository = makeRepository();
    const settings = {
      'core.autocrlf': 'true',
      'core.eol': 'crlf',
      'core.splitIndex': 'true',
      'i18n.commitEncoding': 'ISO-8859-1',
      'commit.gpgSign': 'true',
      'filter.shout.clean': 'tr a-z A-Z',
      'filter.shout.required': 'true',
    };
    const attributes = 'text eol=crlf working-tree-encoding=UTF-16 filter=shout ident';
    repository.write('.gitattributes', `data/** ${attributes}\n`);
    repository.write('.git/info/attributes', `data/** ${attributes}\n`);
    commitAll(repository, 'Hostile');
    for (const [name, value] of Object.entries(settings)) repository.git('config', name, value);
    const before = snapshot(repository);
    const text = 'First.\r\nSecond. $Id$ héllo';
    const samples = [exampleSample({ text })];
    const contribution = planContribution({ record: exampleRecord, samples, author: exampleAuthor });
    await contribute(repository, contribution);
    expectPlanned(repository, contribution);
    expect(repository.git('cat-file', 'commit', branch)).not.toContain('encoding');
    expect(snapshot(repository)).toEqual(before);
  });

  it('runs twice as once', async () => {
    const repository = makeRepository();
    const first = await contribute(repository);
    const again = await contribute(repository, plan, new Date('2027-01-01T00:00:00Z'));
    expect(again).toEqual({ ...first, kind: 'unchanged' });
    expect(repository.git('reflog', branch).trim().split('\n')).toHaveLength(1);
  });

  it('gives the same commit in another clone at the same moment', async () => {
    const one = makeRepository();
    one.git('clone', '--quiet', '.', '../other');
    const other = openFolder(join(one.top, '../other'), join(one.top, '..'));
    const outcome = await contribute(one);
    expect(await contribute(other)).toEqual(outcome);
  });

  it.each([...Array(13).keys()])(
    'killed before its git command %i and run again, ends the same',
    async (step) => {
      const repository = makeRepository();
      const before = snapshot(repository);
      const opened = await readRepository({ folder: repository.top, env: repository.env });
      let calls = 0;
      const failing: Git = async (args, extra) => {
        if (calls++ === step) throw new Error('killed');
        return opened.git(args, extra);
      };
      const run = applyContribution(plan, { repository: { ...opened, git: failing }, now });
      const killed = await run.then(
        () => false,
        () => true,
      );
      expect(killed).toBe(calls === step + 1);
      expect(snapshot(repository)).toEqual(before);
      if (killed) expect(repository.git('branch', '--list', 'contribute/*')).toBe('');
      await contribute(repository);
      expectPlanned(repository);
      expect(snapshot(repository)).toEqual(before);
    },
  );

  describe('leaves everything of the user as it was', () => {
    const states: Record<string, (repository: TemporaryRepository) => void> = {
      'staged, modified, untracked and stashed work': ({ git, write }) => {
        write('notes.txt', 'stashed\n');
        git('stash');
        write('notes.txt', 'staged\n');
        git('add', 'notes.txt');
        write('notes.txt', 'modified\n');
        write('data/gender/2026/mine.jsonl', '{}\n');
        write('new file ü.txt', 'new\n');
      },
      'a feature branch': ({ git }) => void git('checkout', '--quiet', '-b', 'feature'),
      'a detached HEAD': ({ git }) => void git('checkout', '--quiet', '--detach'),
      'a merge with conflicts': ({ git, write }) => {
        git('checkout', '--quiet', '-b', 'side');
        write('notes.txt', 'side\n');
        git('commit', '-aqm', 'Side');
        git('checkout', '--quiet', 'main');
        write('notes.txt', 'main\n');
        git('commit', '-aqm', 'Main');
        expect(() => git('merge', 'side')).toThrow();
      },
      'a rebase with conflicts': ({ git, write }) => {
        git('checkout', '--quiet', '-b', 'side');
        write('notes.txt', 'side\n');
        git('commit', '-aqm', 'Side');
        git('checkout', '--quiet', 'main');
        write('notes.txt', 'main\n');
        git('commit', '-aqm', 'Main');
        expect(() => git('rebase', 'side')).toThrow();
      },
      'an index that is locked': ({ write }) => write('.git/index.lock', ''),
      'a hook that refuses commits': ({ write }) => write('.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n'),
    };
    it.each(Object.entries(states))('%s', async (_, arrange) => {
      const repository = makeRepository();
      arrange(repository);
      const before = snapshot(repository);
      await contribute(repository);
      expect(snapshot(repository)).toEqual(before);
      expectPlanned(repository);
    });
  });

  it('works from a subfolder with odd characters, and in a linked work tree', async () => {
    const repository = makeRepository();
    mkdirSync(join(repository.top, 'a b ü'));
    const { git, base } = await readRepository({
      folder: join(repository.top, 'a b ü'),
      env: repository.env,
    });
    expect((await applyContribution(plan, { repository: { git, base }, now })).kind).toBe('created');
    repository.git('worktree', 'add', '--quiet', '../linked', '-b', 'linked');
    const linked = join(repository.top, '../linked');
    expect((await contribute({ ...repository, top: linked })).kind).toBe('unchanged');
    expectPlanned(repository);
  });

  it('is not led astray by the variables of a hook', async () => {
    const repository = makeRepository();
    const elsewhere = makeRepository();
    const env = {
      ...repository.env,
      GIT_DIR: join(elsewhere.top, '.git'),
      GIT_INDEX_FILE: 'x',
      GIT_EDITOR: 'false',
    };
    await contribute({ ...repository, env });
    expectPlanned(repository);
    expect(elsewhere.git('branch', '--list', 'contribute/*')).toBe('');
  });

  it('signs an author of odd characters as Git writes the name', async () => {
    const repository = makeRepository();
    repository.git('config', 'user.name', '"Zoë" <b> O\'Neil, Jr.');
    const found = await readRepository({ folder: repository.top, env: repository.env });
    const author = requireIdentity(found);
    const contribution = planContribution({ record: exampleRecord, samples: exampleSamples, author });
    await applyContribution(contribution, { repository: found, now });
    const name = repository.git('log', '-1', '--format=%an <%ae>', branch).trim();
    expect(contribution.message).toContain(`\nSigned-off-by: ${name}\n`);
  });
});

describe.skipIf(!hasGit)(
  'applyContribution, where the branch or the base moved (skipped where git is missing)',
  () => {
    const moveMain = (repository: TemporaryRepository) => {
      repository.write('README.md', 'More.\n');
      return commitAll(repository, 'More');
    };

    it('follows the base with a branch that no one has seen', async () => {
      const repository = makeRepository();
      await contribute(repository);
      const base = moveMain(repository);
      expect((await contribute(repository)).kind).toBe('rebuilt');
      expect(repository.git('rev-parse', `${branch}^`).trim()).toBe(base);
      expectPlanned(repository);
    });

    it.each([
      [
        'a remote has',
        ({ git }: TemporaryRepository) => git('update-ref', `refs/remotes/origin/${branch}`, branch),
      ],
      [
        'a work tree shows',
        ({ git }: TemporaryRepository) => git('worktree', 'add', '--quiet', '../seen', branch),
      ],
    ])('does not move a branch that %s', async (_, arrange) => {
      const repository = makeRepository();
      const { commit } = await contribute(repository);
      arrange(repository);
      moveMain(repository);
      expect(await contribute(repository)).toEqual({ kind: 'unchanged', branch, commit });
    });

    it('knows its files again after the base was merged into the branch', async () => {
      const repository = makeRepository();
      await contribute(repository);
      moveMain(repository);
      repository.git('checkout', '--quiet', branch);
      repository.git('merge', '--quiet', '--no-edit', 'main');
      expect((await contribute(repository)).kind).toBe('unchanged');
    });

    const renamed = planContribution({
      record: exampleRecord,
      samples: exampleSamples,
      author: { name: 'Ann Other', email: 'ann@example.net' },
    });

    it('signs a branch that no one has seen anew where its author goes by another name', async () => {
      const repository = makeRepository();
      const first = await contribute(repository);
      expect(await contribute(repository, renamed)).toMatchObject({ kind: 'signed-anew', branch });
      expectPlanned(repository, renamed);
      // And back again, so that who pushed the first finds it.
      expect(await contribute(repository)).toEqual({ ...first, kind: 'signed-anew' });
    });

    it('leaves one that others may have seen, and says whose name it bears', async () => {
      const repository = makeRepository();
      const { commit } = await contribute(repository);
      repository.git('update-ref', `refs/remotes/origin/${branch}`, branch);
      await expect(contribute(repository, renamed)).rejects.toMatchObject({
        code: 'BRANCH_TAKEN',
        message: `the branch ${branch} holds this as Ann Example <ann@example.org> signed it off, and you are Ann Other <ann@example.net> now`,
      });
      expect(repository.git('rev-parse', branch).trim()).toBe(commit);
    });

    it('does not take a branch for one of another name where its samples or its run differ', async () => {
      const changes = [
        planContribution({ record: exampleRecord, samples: exampleSamples.slice(1), author: renamed.author }),
        planContribution({
          record: { ...exampleRecord, seed: 8 },
          samples: exampleSamples,
          author: renamed.author,
        }),
      ];
      for (const other of changes) {
        const repository = makeRepository();
        await contribute(repository);
        await expect(contribute(repository, other)).rejects.toThrow(/holds something other than this change/);
      }
    });

    it('knows its files in the base under another name', async () => {
      const repository = makeRepository();
      await contribute(repository);
      repository.git('merge', '--quiet', '--squash', branch);
      repository.git('commit', '--quiet', '-m', 'Squashed');
      expect(await contribute(repository, renamed)).toMatchObject({ kind: 'merged' });
    });

    it('says so when the files are merged already', async () => {
      const repository = makeRepository();
      await contribute(repository);
      repository.git('merge', '--quiet', '--squash', branch);
      repository.git('commit', '--quiet', '-m', 'Squashed');
      expect(await contribute(repository)).toMatchObject({ kind: 'merged' });
    });

    it('refuses a branch that holds something else, and says what to do', async () => {
      const repository = makeRepository();
      repository.git('branch', branch);
      await expect(contribute(repository)).rejects.toMatchObject({
        code: 'BRANCH_TAKEN',
        fix: expect.stringContaining(`git branch -D ${branch}`),
      });
      repository.git('branch', '-D', branch);
      await contribute(repository);
      repository.git('checkout', '--quiet', branch);
      repository.write('extra.txt', 'mine\n');
      const mine = commitAll(repository, 'Mine');
      await expect(contribute(repository)).rejects.toMatchObject({ code: 'BRANCH_TAKEN' });
      expect(repository.git('rev-parse', branch).trim()).toBe(mine);
    });

    it('refuses a branch of another history', async () => {
      const repository = makeRepository();
      repository.git('checkout', '--quiet', '--orphan', branch);
      repository.git('commit', '--quiet', '-m', 'Orphan');
      repository.git('checkout', '--quiet', 'main');
      await expect(contribute(repository)).rejects.toMatchObject({ code: 'BRANCH_TAKEN' });
    });

    it('refuses to change a data file of the base', async () => {
      const repository = makeRepository();
      repository.write(plan.files[0]!.path, '{"other":1}\n');
      commitAll(repository, 'Same place');
      await expect(contribute(repository)).rejects.toMatchObject({ code: 'DATA_EXISTS' });
      expect(repository.git('branch', '--list', 'contribute/*')).toBe('');
    });

    it('explains a branch whose name stands in the way', async () => {
      const repository = makeRepository();
      repository.git('branch', 'contribute');
      await expect(contribute(repository)).rejects.toMatchObject({ code: 'BRANCH_NAME_CLASH' });
    });

    it('does not overwrite a branch that appeared meanwhile', async () => {
      const repository = makeRepository();
      const opened = await readRepository({ folder: repository.top, env: repository.env });
      const racing: Git = async (args, extra) => {
        if (args[0] === 'update-ref') repository.git('branch', branch);
        return opened.git(args, extra);
      };
      const run = applyContribution(plan, { repository: { ...opened, git: racing }, now });
      await expect(run).rejects.toMatchObject({ code: 'REPOSITORY_BUSY' });
      expect(repository.git('rev-parse', branch)).toBe(repository.git('rev-parse', 'main'));
    });

    it('adds a prompt spec, or changes one', async () => {
      const repository = makeRepository();
      const specs = [{ path: 'prompts/gender/site-visit.yaml', content: 'title: Site visit\n' }];
      const added = planSpecContribution({ specs, author: exampleAuthor });
      const { commit } = await contribute(repository, added);
      expect(committedFiles(repository, commit)).toEqual(['A\tprompts/gender/site-visit.yaml']);
      repository.git('merge', '--quiet', added.branch);
      const specs2 = [{ path: 'prompts/gender/site-visit.yaml', content: 'title: Site visits\n' }];
      const changed = await contribute(
        repository,
        planSpecContribution({ specs: specs2, author: exampleAuthor }),
      );
      expect(committedFiles(repository, changed.commit)).toEqual(['M\tprompts/gender/site-visit.yaml']);
    });

    it('keeps the settings file as it is', async () => {
      const repository = makeRepository();
      const path = join(repository.top, '.git/config');
      writeFileSync(path, `${readFileSync(path, 'utf8')}[alias]\n\tx = !false\n`);
      const before = readFileSync(path, 'utf8');
      await contribute(repository);
      expect(readFileSync(path, 'utf8')).toBe(before);
    });
  },
);
