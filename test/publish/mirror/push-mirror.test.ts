import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserError } from '../../../scripts/errors.ts';
import type { Fault } from '../hugging-face-hub/faults.ts';
import { seededFaults } from '../hugging-face-hub/faults.ts';
import { addCommit, attributesOf, headOf } from '../hugging-face-hub/repository.ts';
import { startHub, type TestHub } from '../hugging-face-hub/start-hub.ts';
import { killableFetch } from './killable-fetch.ts';
import { type MirrorRun, repo, runMirror, untilWhole } from './mirror-run.ts';
import { assertSettled, titlesOf } from './settled.ts';
import { binary, smallRelease } from './small-release.ts';

/** Small enough that an upload comes in parts and a tree in pages. */
const limits = { partBytes: 1_000, pageEntries: 4 };
const folder = smallRelease();
const next = smallRelease('0.2.0', {
  'all/train-00000.parquet': binary(3_100, 9),
  'CHANGELOG.md': 'More.\n',
});
let hub: TestHub;

beforeEach(async () => {
  hub = await startHub(limits);
});
afterEach(() => hub.close());

const mirror = (options: Partial<Parameters<typeof runMirror>[0]> = {}) =>
  runMirror({ hub, folder, ...options });
const refusal = (run: Promise<MirrorRun>) =>
  run.then(
    () => 'none',
    (error: UserError) => `${error.code} ${error.exitCode}`,
  );
const only = (fault: Fault, path: RegExp, times = 1) => {
  let left = times;
  hub.faultOf = (request) => (path.test(request.path) && left-- > 0 ? fault : undefined);
};
const repository = () => hub.repositories.get(repo)!;

describe('a mirror', () => {
  it('makes the repository, one commit and one tag; run again, it does nothing', async () => {
    const first = await mirror();
    assertSettled(hub, folder, first.receipt());
    expect(titlesOf(hub)).toEqual(['initial commit', 'Release 0.1.0']);
    expect(first.stdout).toContain('one commit on main: 8 files added, 0 changed, 0 deleted');
    const before = hub.log.length;
    const again = await mirror();
    assertSettled(hub, folder, again.receipt());
    expect(hub.log.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('sends only what differs, deletes what the release has no more, and leaves the Hub its own file', async () => {
    await mirror();
    addCommit(repository(), 'By hand', [{ path: 'stray.txt', content: Buffer.from('x') }]);
    const before = hub.log.length;
    const run = await mirror({ folder: next });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/1 file added, 4 changed, 1 deleted/);
    const puts = hub.log.slice(before).filter(({ method }) => method === 'PUT');
    expect(puts.length).toBe(4);
    expect([...headOf(repository()).files.keys()]).not.toContain('stray.txt');
    expect(attributesOf(repository())).toContain('*.parquet');
    // The index's file fits no pattern: the Hub itself has added it.
    expect(attributesOf(repository())).toContain('index/segments/0.seg');
    expect([...repository().tags.keys()]).toEqual(['v0.1.0', 'v0.2.0']);
  });

  it('repairs main without moving the tag', async () => {
    await mirror();
    const tagged = repository().tags.get('v0.1.0');
    addCommit(repository(), 'By hand', [
      { path: 'README.md', content: Buffer.from('Mine now') },
      { path: 'all/train-00000.parquet', delete: true },
    ]);
    const check = await mirror({ options: { check: true, json: true } });
    expect(check.code).toBe(1);
    expect(JSON.parse(check.stdout)).toMatchObject({
      ok: false,
      drift: { missing: ['all/train-00000.parquet'], changed: ['README.md'], extra: [], tag: 'none' },
    });
    assertSettled(hub, folder, (await mirror()).receipt());
    expect(repository().tags.get('v0.1.0')).toBe(tagged);
    expect((await mirror({ options: { check: true } })).code).toBe(0);
  });

  it('shows what others named their files without obeying it', async () => {
    await mirror();
    addCommit(repository(), 'By hand', [{ path: 'a\u001b[2J\u202eb', content: Buffer.from('x') }]);
    for (const json of [false, true]) {
      const { stdout, code } = await mirror({ options: { check: true, json } });
      expect(code).toBe(1);
      expect(stdout).toMatch(/a.+b/);
      for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
    }
    assertSettled(hub, folder, (await mirror()).receipt());
  });

  it('still vouches for an older release, by its tag', async () => {
    await mirror();
    await mirror({ folder: next });
    const check = await mirror({ options: { check: true, download: true } });
    expect(check.code).toBe(0);
    expect(check.stdout).toContain('v0.1.0 names it. Its main is at 0.2.0.');
  });

  it('changes nothing where it only compares, plans, or was not told to', async () => {
    expect((await mirror({ options: { check: true } })).code).toBe(1);
    expect((await mirror({ options: { dryRun: true } })).code).toBe(0);
    expect(await refusal(mirror({ options: { yes: false } }))).toBe('NEEDS_YES 2');
    expect(await refusal(mirror({ options: { create: false } }))).toBe('NO_HUB_REPOSITORY 2');
    expect(hub.repositories.size).toBe(0);
  });

  it('reads every file back where that is wanted', async () => {
    const { receipt } = await mirror({ options: { download: true } });
    expect(receipt().downloaded).toEqual({ files: receipt().files, bytes: receipt().bytes });
  });
});

describe('a mirror refuses', () => {
  it('to take the Hub back to an older release', async () => {
    await mirror({ folder: next });
    expect(await refusal(mirror())).toBe('HUB_IS_NEWER 1');
    expect(titlesOf(hub)).toEqual(['initial commit', 'Release 0.2.0']);
  });

  it('a tag of its version on another commit', async () => {
    await mirror({ folder: next });
    repository().tags.set('v0.2.0', repository().commits[0]!.id);
    expect(await refusal(mirror({ folder: next }))).toBe('HUB_TAG_ELSEWHERE 1');
  });

  it('a token that may not write, or that nobody knows, before it sends a file', async () => {
    await mirror();
    hub.tokens.set('hf_reader', { name: 'reader', role: 'read' });
    hub.tokens.set('hf_other', { name: 'other', role: 'write', only: 'example/other' });
    const before = hub.log.length;
    expect(await refusal(mirror({ folder: next, token: 'hf_reader' }))).toBe('HUB_FORBIDDEN 2');
    expect(await refusal(mirror({ folder: next, token: 'hf_other' }))).toBe('HUB_FORBIDDEN 2');
    expect(await refusal(mirror({ folder: next, token: 'hf_nobody' }))).toBe('HUB_TOKEN 2');
    expect(hub.log.slice(before).filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('a folder that is no release', async () => {
    expect(await refusal(mirror({ folder: '/nonexistent' }))).toBe('NOT_A_RELEASE 2');
  });

  it('a folder that is not as its manifest has it, naming each file', async () => {
    const changed = smallRelease('0.3.0');
    appendFileSync(join(changed, 'README.md'), 'More.');
    rmSync(join(changed, 'LICENSE.md'));
    writeFileSync(join(changed, 'notes.txt'), '');
    const error = await mirror({ folder: changed }).catch((caught: UserError) => caught);
    expect(error).toMatchObject({ code: 'RELEASE_CHANGED', exitCode: 1 });
    for (const words of ['README.md was changed', 'LICENSE.md is missing', 'notes.txt was added'])
      expect((error as Error).message).toContain(words);
    expect(hub.log).toEqual([]);
  });

  it('to go on where files change while they are sent', async () => {
    const moving = smallRelease('0.3.0');
    let number = 0;
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (String(input).includes('/preupload/'))
        writeFileSync(join(moving, 'LICENSE.md'), `MIT ${number++}\n`);
      return globalThis.fetch(input, init);
    };
    expect(await refusal(mirror({ folder: moving, fetch }))).toBe('HUB_DIFFERS 3');
    expect([...repository().tags.keys()]).toEqual([]);
  });
});

describe('a mirror in trouble', () => {
  it('looks again where somebody committed in between', async () => {
    await mirror();
    only('overtaken', /\/commit\//);
    const run = await mirror({ folder: next });
    expect(run.stderr).toContain('another commit came first');
    expect(hub.log.map(({ status }) => status)).toContain(412);
    expect(titlesOf(hub)).toEqual(['initial commit', 'Release 0.1.0', 'Somebody else', 'Release 0.2.0']);
  });

  it('asks for new addresses where those of the storage have run out', async () => {
    only('expired', /[0-9a-f]{64}$/, 2);
    const run = await mirror();
    assertSettled(hub, folder, run.receipt());
    expect(run.stderr).toContain('the storage of large files answered 403');
  });

  it('ends in one commit and one tag where two run at once', async () => {
    const [one, other] = await Promise.all([mirror(), mirror()]);
    assertSettled(hub, folder, one.receipt());
    assertSettled(hub, folder, other.receipt());
    expect(titlesOf(hub)).toEqual(['initial commit', 'Release 0.1.0']);
  });

  it.each(['lost', 'cut-after', 'half', 'late'] as const)(
    'commits once where the answer is %s',
    async (fault) => {
      only(fault, /\/commit\//);
      assertSettled(hub, folder, (await mirror()).receipt());
      expect(titlesOf(hub)).toEqual(['initial commit', 'Release 0.1.0']);
    },
  );

  it.each(['lost', 'cut-after', 'half', 'late'] as const)(
    'tags once where the answer is %s',
    async (fault) => {
      only(fault, /\/tag\//);
      assertSettled(hub, folder, (await mirror()).receipt());
    },
  );

  it('waits as long as it is told, in both of the ways', async () => {
    only('busy', /\/commit\/|\/batch$/, 4);
    const { waitedMs, receipt } = await mirror();
    assertSettled(hub, folder, receipt());
    // Four pauses, of 2 or 55 seconds and one more.
    expect([4 * 3_000, 3 * 3_000 + 56_000, 2 * 3_000 + 2 * 56_000, 3_000 + 3 * 56_000, 4 * 56_000]).toContain(
      waitedMs,
    );
  });

  it('stops where the Hub stays busy or away, saying so', async () => {
    hub.faultOf = () => 'busy';
    expect(await refusal(mirror())).toBe('HUB_BUSY 3');
    hub.faultOf = () => 'cut-before';
    expect(await refusal(mirror())).toBe('HUB_UNREACHABLE 3');
  });

  // Every other request, at one of its two moments; bench/publish has all of them.
  it('is brought to its end by a second run, whichever request it is killed at', async () => {
    const count = killableFetch(Number.POSITIVE_INFINITY, 'after');
    await mirror({ fetch: count.fetch });
    const total = count.requests();
    expect(total).toBeGreaterThan(20);
    for (let position = 1; position <= total; position += 2) {
      await hub.close();
      hub = await startHub(limits);
      const { fetch, killed } = killableFetch(position, position % 3 === 0 ? 'before' : 'after');
      await Promise.race([mirror({ fetch }), killed]);
      assertSettled(hub, folder, (await mirror()).receipt());
      expect(titlesOf(hub), `${position}`).toEqual(['initial commit', 'Release 0.1.0']);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('ends whole under faults of every kind, seed %i', async (seed) => {
    hub.faultOf = seededFaults(seed, 0.3);
    assertSettled(hub, folder, (await untilWhole({ hub, folder })).receipt());
  });
});
