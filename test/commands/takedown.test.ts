import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newDataset } from '../support/released.ts';
import { runHere } from '../support/run-here.ts';
import { git, gitEnv } from '../support/workshop.ts';

let folder = '';
let ids: string[] = [];

async function takedown(...args: string[]) {
  const outcome = await runHere(folder, ['takedown', ...args, '--json'].join(' '), gitEnv);
  return { ...outcome, result: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout) };
}

describe('takedown', () => {
  beforeAll(async () => {
    folder = await newDataset(24);
    const [path = ''] = git(folder, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    const lines = readFileSync(join(folder, path), 'utf8').trim().split('\n');
    ids = lines.map((line) => JSON.parse(line).id);
  });

  it('makes a branch that the check takes for a takedown, and touches no work tree', async () => {
    const [one = ''] = ids;
    const { code, result } = await takedown(one, '--reason', 'harm');
    expect(code).toBe(0);
    expect(result).toMatchObject({ ok: true, kind: 'created', removed: [one] });
    expect(result.push).toBe(`git push -u origin ${result.branch}`);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    const check = await runHere(folder, `check --base main --head ${result.branch} --json`, gitEnv);
    expect(JSON.parse(check.stdout)).toMatchObject({ ok: true, change: { kind: 'takedown' } });
    expect(git(folder, 'show', `${result.branch}:data/tombstones.jsonl`)).toContain(one);
    expect(
      git(folder, 'grep', '--count', '-F', one, result.branch, '--', 'data').trim().split('\n'),
    ).toHaveLength(1);
    expect((await takedown(one, '--reason', 'harm')).result).toMatchObject({
      kind: 'unchanged',
    });
  });

  it('removes a whole family, and says that there is nothing more to do once it is merged', async () => {
    const [one = ''] = ids;
    const { result } = await takedown(one, '--family', '--reason', 'stereotype');
    expect(result.removed.length).toBeGreaterThan(1);
    git(folder, 'push', '--quiet', 'origin', `${result.branch}:main`);
    git(folder, 'fetch', '--quiet');
    expect((await takedown(one, '--reason', 'again')).result).toEqual({
      ok: true,
      kind: 'merged',
      removed: [],
    });
  });

  it('refuses what is no id, no reason or no sample, before anything is written', async () => {
    const refs = git(folder, 'for-each-ref');
    expect((await takedown('ev1_short', '--reason', 'x')).stderr).toContain('BAD_TAKEDOWN');
    expect((await takedown(ids[1] ?? '', '--reason', 'x'.repeat(401))).stderr).toContain('BAD_TAKEDOWN');
    expect((await takedown(ids[1] ?? '')).code).toBe(2);
    const stranger = await takedown('ev1_00000000000000000000000000', '--reason', 'x');
    expect(stranger).toMatchObject({ code: 2, stderr: expect.stringContaining('UNKNOWN_SAMPLE') });
    expect(git(folder, 'for-each-ref')).toBe(refs);
  });
});
