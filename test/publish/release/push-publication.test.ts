import { afterEach, describe, expect, it } from 'vitest';
import { type Fault, faultAt, noFaults, seededFaults } from '../github-hub/faults.ts';
import { gitIn } from '../github-hub/git-store.ts';
import type { HubRelease } from '../github-hub/state.ts';
import { hasGit } from '../temporary-repository.ts';
import { type Stage, setStage } from './publishing.ts';

let stage: Stage;

afterEach(() => stage.hub.close());

/** EVENHAND_SWEEP=1 goes through every position and 60 seeds instead of a few (bench/README.md). */
const sweeps = process.env['EVENHAND_SWEEP'] === '1';

/** GitHub holds the release, whole and once. */
async function expectPublished({ remote, publication, files, hub }: Stage): Promise<void> {
  expect(remote.releases).toHaveLength(1);
  const [release] = remote.releases;
  expect(release).toMatchObject({ tag: 'v0.1.0', isDraft: false, notes: publication.notes });
  const held = new Map(release?.assets.map(({ name, content }) => [name, content.toString()]));
  expect(new Map([...held].sort())).toEqual(new Map([...files].sort()));
  const [tag, ...others] = (await gitIn(remote, 'tag', '--list', '--format=%(objectname)')).split('\n');
  expect(others).toEqual([]);
  expect(await gitIn(remote, 'rev-parse', `${tag}^`)).toBe(publication.source);
  expect(await gitIn(remote, 'diff-tree', '-r', '--name-status', `${tag}^`, `${tag}`)).toBe(
    'A\treleases/0.1.0/manifest.json',
  );
  expect(await gitIn(remote, 'rev-parse', 'refs/heads/release/0.1.0')).toBe(tag);
  expect(remote.pulls.filter(({ state }) => state === 'open')).toHaveLength(1);
  expect(hub.violations).toEqual([]);
}

const refusalOf = async () => {
  const error = await stage.publish().then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return (error as { code?: string } | undefined)?.code;
};

const release = (more: Partial<HubRelease>): HubRelease => ({
  id: 77,
  tag: 'v0.1.0',
  target: 'main',
  name: '',
  notes: '',
  isDraft: true,
  assets: [],
  ...more,
});

describe.skipIf(!hasGit)('pushPublication (skipped where git is missing)', () => {
  it('makes the release commit, uploads every file to a draft, publishes it, and asks for the merge', async () => {
    stage = await setStage();
    const done = await stage.publish();
    await expectPublished(stage);
    expect(done).toMatchObject({
      url: expect.stringContaining('/releases/tag/v0.1.0'),
      pull: expect.stringContaining('/pull/1'),
    });
    const writes = stage.hub.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.replace(/.*evenhand\//, '').replace(/\d+/, 'N')}`);
    expect(writes).toEqual([
      'POST git/trees',
      'POST git/commits',
      'POST git/refs',
      'POST releases',
      'POST releases/N/assets',
      'POST releases/N/assets',
      'POST releases/N/assets',
      'PATCH releases/N',
      'POST pulls',
    ]);
    const before = stage.hub.requests.length;
    expect(await stage.publish()).toEqual(done);
    expect(stage.hub.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });

  it('can be killed after every request, and ends the same when it is run again', async () => {
    stage = await setStage();
    await stage.publish();
    const { length } = stage.hub.requests;
    await stage.hub.close();
    for (let position = 1; position <= length; position += sweeps ? 1 : 11) {
      stage = await setStage();
      const killer = new AbortController();
      stage.hub.onHandled(({ index }) => {
        if (index === position) killer.abort();
      });
      await expect(stage.publish(killer.signal)).rejects.toThrow();
      await stage.publish();
      await expectPublished(stage);
      await stage.hub.close();
    }
  }, 600_000);

  it('gets through 5xx, broken connections and answers that are lost', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 502 }, { kind: 'dropped' }, { kind: 'lost' }];
    for (let seed = 1; seed <= (sweeps ? 60 : 2); seed++) {
      stage = await setStage();
      stage.hub.setFaults(seededFaults({ seed, share: 0.15, faults }));
      await stage.publish();
      stage.hub.setFaults(noFaults);
      await expectPublished(stage);
      await stage.hub.close();
    }
  }, 600_000);

  it('uploads again what did not arrive whole, and keeps the older of two drafts', async () => {
    stage = await setStage();
    const { remote, publication } = stage;
    const asset = (id: number, name: string, text: string, state = 'uploaded') => ({
      id,
      name,
      content: Buffer.from(text),
      state,
    });
    remote.releases.push(
      release({
        notes: publication.notes,
        assets: [
          asset(81, 'README.md', '', 'starter'),
          asset(82, 'manifest.json', '[]\n'),
          asset(83, 'stranger.txt', 'x'),
        ],
      }),
      release({ id: 78, notes: publication.notes }),
    );
    await stage.publish();
    await expectPublished(stage);
    expect(remote.releases.map(({ id }) => id)).toEqual([77]);
  });

  it('publishes nothing before GitHub has said what it holds', async () => {
    stage = await setStage();
    const { remote, publication, files } = stage;
    const assets = [...files].map(([name, text], index) => ({
      id: 90 + index,
      name,
      content: Buffer.from(text),
      state: 'uploaded',
      digest: null,
    }));
    remote.releases.push(release({ notes: publication.notes, assets }));
    expect(await refusalOf()).toBe('NO_DIGESTS');
    expect(remote.releases).toMatchObject([{ isDraft: true }]);
  });

  it('leaves the pull request to a person where the token may not open one', async () => {
    stage = await setStage({ permissions: { contents: 'write' } });
    const { pull } = await stage.publish();
    expect(pull).toBe(`${stage.hub.url}/acme/evenhand/compare/release/0.1.0?expand=1`);
    expect(stage.remote.releases).toMatchObject([{ isDraft: false }]);
  });

  it('takes a tag that stands on the source commit', async () => {
    stage = await setStage();
    const { remote, publication } = stage;
    await gitIn(remote, 'update-ref', 'refs/tags/v0.1.0', publication.source);
    await stage.publish();
    expect(remote.releases).toMatchObject([{ isDraft: false }]);
    expect(await gitIn(remote, 'rev-parse', 'v0.1.0')).toBe(publication.source);
  });

  it('refuses where something else stands in its place, and changes nothing', async () => {
    stage = await setStage();
    const { remote, publication, local } = stage;
    const { source } = publication;
    const other = await gitIn(
      remote,
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@x',
      'commit-tree',
      '-p',
      source,
      '-m',
      'Other',
      `${source}^{tree}`,
    );
    const cases: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
      [
        'TAG_ELSEWHERE',
        () => gitIn(remote, 'update-ref', 'refs/tags/v0.1.0', other),
        () => gitIn(remote, 'update-ref', '-d', 'refs/tags/v0.1.0'),
      ],
      [
        'BRANCH_TAKEN',
        () => gitIn(remote, 'update-ref', 'refs/heads/release/0.1.0', other),
        () => gitIn(remote, 'update-ref', '-d', 'refs/heads/release/0.1.0'),
      ],
      [
        'DRAFT_ELSEWHERE',
        async () => remote.releases.push(release({ notes: 'by hand' })),
        async () => remote.releases.pop(),
      ],
      [
        'RELEASE_ELSEWHERE',
        async () => remote.releases.push(release({ isDraft: false, notes: publication.notes })),
        async () => remote.releases.pop(),
      ],
      [
        'SOURCE_NOT_MERGED',
        () =>
          gitIn(remote, 'update-ref', 'refs/heads/main', `${source}~0`, source).then(() => moveMainAside()),
        () => gitIn(remote, 'update-ref', 'refs/heads/main', source),
      ],
    ];
    const moveMainAside = async () => {
      const root = await gitIn(
        remote,
        '-c',
        'user.name=x',
        '-c',
        'user.email=x@x',
        'commit-tree',
        '-m',
        'Root',
        `${source}^{tree}`,
      );
      await gitIn(remote, 'update-ref', 'refs/heads/main', root);
    };
    for (const [code, arrange, undo] of cases) {
      await arrange();
      expect(await refusalOf()).toBe(code);
      await undo();
    }
    expect(stage.hub.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(local.git('status', '--porcelain')).toBe('');
  });

  it('says where GitHub lacks the source commit, and where a token may not write', async () => {
    stage = await setStage();
    stage.hub.setFaults(faultAt([1], { kind: 'status', status: 401, message: 'Bad credentials' }));
    expect(await refusalOf()).toBe('TOKEN_INVALID');
    stage.hub.setFaults(noFaults);
    stage.publication = Object.assign(stage.publication, { source: '1'.repeat(40) });
    expect(await refusalOf()).toBe('SOURCE_NOT_PUSHED');
  });
});
