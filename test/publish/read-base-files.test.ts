import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseFiles, wasSpecEverOnBase } from '../../scripts/publish/read-base-files.ts';
import { readBlobs } from '../../scripts/publish/read-objects.ts';
import { readRepository } from '../../scripts/publish/read-repository.ts';
import {
  commitAll,
  hasGit,
  makeRepository,
  openFolder,
  type TemporaryRepository,
} from './temporary-repository.ts';

async function readAll({ top, env }: TemporaryRepository): Promise<[string, string, string][]> {
  const repository = await readRepository({ folder: top, env });
  const files: [string, string, string][] = [];
  for await (const { path, mode, bytes } of readBaseFiles({ repository, env })) {
    files.push([path, mode, Buffer.from(bytes).toString('latin1')]);
  }
  return files;
}

describe.skipIf(!hasGit)('readBaseFiles (skipped where git is missing)', () => {
  it('is empty where the base has no data', async () => {
    expect(await readAll(makeRepository())).toEqual([]);
  });

  it('reads any bytes under any name from the commit, not from the work tree', async () => {
    const repository = makeRepository();
    const binary = Buffer.from([0, 10, 13, 10, 255, 254, 10, 0]);
    mkdirSync(join(repository.top, 'data/age'), { recursive: true });
    writeFileSync(join(repository.top, 'data/age/binary.bin'), binary);
    const odd = [
      'data/ä "quoted"\t[*].jsonl',
      'data/line\nbreak.jsonl',
      'data/empty.jsonl',
      'data/crlf.jsonl',
    ];
    const contents = ['one\n', 'two', '', 'a\r\nb\r\n'];
    for (const [index, path] of odd.entries()) repository.write(path, contents[index] ?? '');
    symlinkSync('/etc/hostname', join(repository.top, 'data/link'));
    repository.write('database/not-ours.jsonl', 'x\n');
    repository.git('config', 'core.autocrlf', 'false');
    commitAll(repository, 'Data');
    repository.git('rm', '-rq', '--cached', 'data');
    repository.write('data/untracked.jsonl', 'not committed\n');
    const expected = [
      ['data/age/binary.bin', '100644', binary.toString('latin1')],
      ...odd.map((path, index) => [path, '100644', contents[index]]),
      ['data/link', '120000', '/etc/hostname'],
    ];
    const byPath = (files: unknown[][]) => [...files].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(byPath(await readAll(repository))).toEqual(byPath(expected));
  });

  it('gives a submodule as a place without content', async () => {
    const repository = makeRepository();
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.write('data/a.jsonl', 'a\n');
    repository.write('data/z.jsonl', 'z\n');
    repository.git('add', 'data');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},data/module`);
    repository.git('commit', '--quiet', '-m', 'Module');
    expect(await readAll(repository)).toEqual([
      ['data/a.jsonl', '100644', 'a\n'],
      ['data/module', '160000', ''],
      ['data/z.jsonl', '100644', 'z\n'],
    ]);
  });

  it('streams many files and a large one, and may be left early', async () => {
    const repository = makeRepository();
    for (let index = 0; index < 300; index++)
      repository.write(`data/${index}.jsonl`, `${index}\n`.repeat(index));
    repository.write('data/large.jsonl', 'large\n'.repeat(500_000));
    commitAll(repository, 'Many');
    const files = await readAll(repository);
    expect(files).toHaveLength(301);
    for (const [path, , content] of files) {
      const name = /(\w+)\.jsonl$/.exec(path)?.[1] ?? '';
      expect(content).toBe(name === 'large' ? 'large\n'.repeat(500_000) : `${name}\n`.repeat(Number(name)));
    }
    const found = await readRepository({ folder: repository.top, env: repository.env });
    for await (const file of readBaseFiles({ repository: found, env: repository.env })) {
      expect(file.path).toBe('data/0.jsonl');
      break;
    }
  });

  it('ignores local replacements of objects', async () => {
    const repository = makeRepository();
    repository.write('data/a.jsonl', 'true\n');
    commitAll(repository, 'Data');
    const [real, fake] = ['HEAD:data/a.jsonl', 'HEAD:README.md'].map((name) =>
      repository.git('rev-parse', name).trim(),
    );
    repository.git('replace', real!, fake!);
    expect(await readAll(repository)).toEqual([['data/a.jsonl', '100644', 'true\n']]);
  });

  it('says which object is missing', async () => {
    const { top, env } = makeRepository();
    const blobs = readBlobs({ top, env, ids: ['1'.repeat(40)] });
    await expect(blobs.next()).rejects.toThrow(/cannot read the object 1{40} missing/);
  });
});

describe.skipIf(!hasGit)('wasSpecEverOnBase (skipped where git is missing)', () => {
  const path = 'prompts/gender/[a-z]*.yaml';
  const prefix = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
  const ask = async ({ top, env }: TemporaryRepository, content: string) =>
    wasSpecEverOnBase({
      repository: await readRepository({ folder: top, env }),
      env,
      path,
      sha256Prefix: prefix(content),
    });

  /** Versions one (deleted since), two (only ever on a merged side branch), three (at the tip). */
  function makeHistory(): TemporaryRepository {
    const repository = makeRepository();
    repository.write(path, 'one\n');
    commitAll(repository, 'One');
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write(path, 'two\n');
    commitAll(repository, 'Two');
    repository.git('checkout', '--quiet', 'main');
    repository.git('rm', '--quiet', path);
    repository.git('commit', '--quiet', '-m', 'Delete');
    repository.git('merge', '--quiet', '--strategy=ours', '--no-edit', 'side');
    repository.write(path, 'three\n');
    commitAll(repository, 'Three');
    return repository;
  }

  it('finds every version there was, and no other', async () => {
    const repository = makeHistory();
    for (const content of ['one\n', 'two\n', 'three\n']) expect(await ask(repository, content)).toBe(true);
    expect(await ask(repository, 'four\n')).toBe(false);
    repository.write(path, 'four\n');
    repository.git('checkout', '--quiet', '-b', 'not-merged');
    commitAll(repository, 'Four');
    expect(await ask(repository, 'four\n')).toBe(false);
  });

  it('finds the version of the very first commit, whatever the settings of git log', async () => {
    const repository = makeRepository();
    repository.git('config', 'log.showRoot', 'false');
    repository.git('config', 'log.follow', 'true');
    repository.git('config', 'color.ui', 'always');
    const { top, env } = repository;
    const found = await readRepository({ folder: top, env });
    repository.write('README.md', 'Other.\n');
    const question = { repository: found, env, path: 'README.md', sha256Prefix: prefix('A dataset.\n') };
    expect(await wasSpecEverOnBase(question)).toBe(true);
    const commit = commitAll(repository, 'Other');
    const later = { ...question, repository: { ...found, base: { ...found.base, commit } } };
    expect(await wasSpecEverOnBase(later)).toBe(true);
  });

  it('works in a shallow clone for the tip, and asks for the history otherwise', async () => {
    const source = makeHistory();
    source.git('clone', '--quiet', '--depth=1', `file://${source.top}`, '../shallow');
    const shallow = openFolder(join(source.top, '../shallow'), join(source.top, '..'));
    expect(await ask(shallow, 'three\n')).toBe(true);
    await expect(ask(shallow, 'one\n')).rejects.toMatchObject({
      code: 'SHALLOW_CLONE',
      fix: expect.stringContaining('--unshallow'),
    });
  });
});
