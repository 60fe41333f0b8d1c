import { chmodSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openGit } from '../../scripts/publish/apply-git.ts';
import { readChange } from '../../scripts/publish/read-change.ts';
import { readBlobs, readTree } from '../../scripts/publish/read-objects.ts';
import {
  commitAll,
  hasGit,
  isolatedEnv,
  makeRepository,
  type TemporaryRepository,
} from './temporary-repository.ts';

/** A base with a file in a folder, and a head that adds another one. */
function makeChange(): TemporaryRepository {
  const repository = makeRepository();
  repository.write('data/age/2026/a.jsonl', '{}\n');
  commitAll(repository, 'Base');
  repository.git('checkout', '--quiet', '-b', 'head');
  repository.write('data/gender/2026/b.jsonl', '{"b":1}\n');
  commitAll(repository, 'Head');
  return repository;
}

/** Reads as a check of a pull request does: what changes, and all that the base holds. */
async function readAll(top: string, env: Record<string, string | undefined>): Promise<void> {
  await readChange({ folder: top, env, base: 'main', head: 'head' });
  const git = await openGit({ folder: top, env });
  const ids = (await readTree(git, 'main')).map(({ id }) => id);
  for await (const { bytes } of readBlobs({ top, env, ids })) expect(bytes.length).toBeGreaterThan(0);
}

const objects = [
  'main^{tree}',
  'main:data',
  'main:data/age',
  'main:data/age/2026/a.jsonl',
  'head^{tree}',
  'head:data/gender/2026',
  'head:data/gender/2026/b.jsonl',
];

describe.skipIf(!hasGit)('an object that a clone lacks (skipped where git is missing)', () => {
  const harms = {
    gone: (path: string) => rmSync(path),
    empty: (path: string) => truncateSync(path, 0),
  };

  it.each(objects.flatMap((object) => (['gone', 'empty'] as const).map((harm) => ({ object, harm }))))(
    'is named with what to do: $object, $harm',
    async ({ object, harm }) => {
      const { top, env, git } = makeChange();
      await readAll(top, env);
      const id = git('rev-parse', object).trim();
      const path = join(top, '.git/objects', id.slice(0, 2), id.slice(2));
      chmodSync(path, 0o600);
      harms[harm](path);
      const failure = await readAll(top, env).catch((error) => error);
      expect(failure).toMatchObject({
        code: 'MISSING_OBJECT',
        exitCode: 3,
        fix: expect.stringMatching(/git fetch/),
      });
      if (!object.endsWith('^{tree}')) expect(failure.message).toContain(id);
      expect(failure.message).not.toContain('\0');
    },
  );

  it('is said of a partial clone whose remote is gone', async () => {
    const { top, git } = makeChange();
    git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(top, '../partial');
    git('clone', '--quiet', '--bare', '--filter=blob:none', `file://${top}`, partial);
    rmSync(top, { recursive: true });
    const failure = await readAll(partial, isolatedEnv(top)).catch((error) => error);
    expect(failure).toMatchObject({ code: 'MISSING_OBJECT', exitCode: 3 });
  });
});
