import { describe, expect, it } from 'vitest';
import { markReport } from '../../../scripts/publish/pull-request/body-report.ts';
import { type Fault, type Faults, noFaults, seededFaults } from '../github-hub/faults.ts';
import { gitIn } from '../github-hub/git-store.ts';
import type { HubRepository } from '../github-hub/state.ts';
import { commitAll } from '../temporary-repository.ts';
import { contribution, publishHere, remains, type Scene, setScene } from './publish-here.ts';

const { branch } = contribution;

/** The connection breaks once the work of one request is done, and nothing gets through any more. */
const deadAfter =
  (last: number): Faults =>
  ({ index }) =>
    index === last ? { kind: 'lost' } : index > last ? { kind: 'dropped' } : undefined;

describe('a contribution on its way to GitHub', () => {
  // bench/publish/kill-sweep.ts kills a real process after each request; here the connection dies after those that change something.
  it('ends the same, cut off after any request that changes something, and begun again', async () => {
    const whole = await setScene();
    await publishHere(whole);
    const expected = await remains(whole);
    expect(expected).toMatchObject({
      repositories: ['acme/evenhand', 'ann/evenhand'],
      branches: [{ repository: 'ann/evenhand' }],
      pulls: [{ from: 'ann', state: 'open' }],
    });
    const changes = whole.hub.requests.filter(({ method }) => method === 'POST');
    expect(changes.map(({ path }) => path)).toEqual([
      '/repos/acme/evenhand/forks',
      '/ann/evenhand.git/git-receive-pack',
      '/repos/acme/evenhand/pulls',
    ]);
    for (const { index: last } of changes) {
      const scene = await setScene();
      scene.hub.setFaults(deadAfter(last));
      await publishHere(scene).catch(({ code }) => expect(code).toBe('GITHUB_UNREACHABLE'));
      scene.hub.setFaults(noFaults);
      await publishHere(scene);
      expect({ last, ...((await remains(scene)) as object) }).toEqual({ last, ...(expected as object) });
      expect((await publishHere(scene)).steps).toEqual([]);
      expect(scene.hub.violations).toEqual([]);
    }
  });

  it.each([1, 2])(
    'gets through seeded faults in the end, and leaves nothing twice (seed %i)',
    async (seed) => {
      const scene = await setScene();
      const faults: Fault[] = [
        { kind: 'status', status: 502 },
        { kind: 'dropped' },
        { kind: 'lost' },
        { kind: 'secondary-limit', retryAfterS: 30 },
      ];
      scene.hub.setFaults(seededFaults({ seed, share: 0.3, faults }));
      let ended = false;
      for (let tries = 0; tries < 20 && !ended; tries += 1) {
        ended = await publishHere(scene).then(
          () => true,
          ({ exitCode }) => {
            expect(exitCode).toBe(3);
            return false;
          },
        );
      }
      expect(ended).toBe(true);
      expect(await remains(scene)).toMatchObject({
        repositories: ['acme/evenhand', 'ann/evenhand'],
        branches: [{ repository: 'ann/evenhand' }],
        pulls: [{ from: 'ann', state: 'open' }],
      });
    },
  );

  it('stops between two steps at Ctrl-C, and goes on', async () => {
    const scene = await setScene();
    const interrupt = new AbortController();
    const onProgress = (words: string) => words.startsWith('The fork is') && interrupt.abort();
    const stopped = publishHere(scene, { onProgress, signal: interrupt.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130, fix: /same command/ });
    expect(scene.upstream.pulls).toEqual([]);
    expect((await publishHere(scene)).steps).toHaveLength(2);
    expect(scene.hub.repositories).toHaveLength(2);
  });
});

describe('what stands on GitHub already', () => {
  it('is used: the report in an open pull request is renewed, and what its author ticked stays', async () => {
    const scene = await setScene();
    await publishHere(scene, { body: `${markReport('Old.')}\n\n- [ ] Read.\n` });
    const [pull] = scene.upstream.pulls;
    if (pull) pull.body = pull.body.replace('[ ]', '[x]').replaceAll('\n', '\r\n');
    const { steps } = await publishHere(scene, { body: `${markReport('New.')}\n\n- [ ] Read.\n` });
    expect(steps).toEqual(['update the report in pull request #1']);
    expect(pull?.body).toBe(`${markReport('New.')}\r\n\r\n- [x] Read.\r\n`);
  });

  it('is used: a branch on an older base, made of the same files', async () => {
    const scene = await setScene();
    await publishHere(scene);
    const before = await remains(scene);
    scene.local.write('notes.txt', 'two\n');
    commitAll(scene.local, 'Go on');
    expect((await publishHere(scene)).steps).toEqual([]);
    expect(await remains(scene)).toEqual(before);
  });

  it('is used: a fork under another name', async () => {
    const scene = await setScene();
    const { hub, upstream } = scene;
    await hub.repository('bob', 'evenhand', { from: upstream.folder, parent: upstream });
    await hub.repository('ann', 'less-bias', { from: upstream.folder, parent: upstream });
    const { steps, published } = await publishHere(scene);
    expect(published.repository).toBe('ann/less-bias');
    expect(steps[0]).toContain('ann/less-bias');
  });

  it.each(['its own', 'a fork of something else'])(
    'is left alone: a repository of the same name, %s',
    async (what) => {
      const scene = await setScene();
      const { hub, upstream } = scene;
      const other = await hub.repository('zoe', 'evenhand', { from: upstream.folder });
      await hub.repository('ann', 'evenhand', {
        from: upstream.folder,
        ...(what === 'its own' ? {} : { parent: other }),
      });
      expect((await publishHere(scene)).published.repository).toBe('ann/evenhand-1');
      expect((await publishHere(scene)).steps).toEqual([]);
      expect(hub.repositories.map(({ owner, name }) => `${owner}/${name}`)).toHaveLength(4);
      expect(hub.violations).toEqual([]);
    },
  );

  it('ends it: the pull request was merged', async () => {
    const scene = await setScene();
    await publishHere(scene);
    Object.assign(scene.upstream.pulls[0] ?? {}, { state: 'closed', merged: true });
    expect((await publishHere(scene)).steps).toEqual([]);
    expect(scene.upstream.pulls).toHaveLength(1);
  });
});

type Trouble = { code: string; exitCode: number; words: RegExp; arrange: (scene: Scene) => unknown };

const setToken = (scene: Scene, more: object) => Object.assign(scene.ann.token, more);

const forkOf = ({ hub, upstream }: Scene): Promise<HubRepository> =>
  hub.repository('ann', 'evenhand', { from: upstream.folder, parent: upstream });

const troubles: Record<string, Trouble> = {
  'an archived repository': {
    code: 'REPOSITORY_ARCHIVED',
    exitCode: 1,
    words: /acme\/evenhand is archived/,
    arrange: ({ upstream }) => Object.assign(upstream, { isArchived: true }),
  },
  'an expired token': {
    code: 'TOKEN_INVALID',
    exitCode: 2,
    words: /expired/,
    arrange: (scene) => setToken(scene, { isExpired: true }),
  },
  'a token without the scope': {
    code: 'TOKEN_SCOPE',
    exitCode: 2,
    words: /it has gist, this needs one of public_repo, repo/,
    arrange: (scene) => setToken(scene, { scopes: ['gist'] }),
  },
  'a fine-grained token that may only read': {
    code: 'TOKEN_SCOPE',
    exitCode: 2,
    words: /Resource not accessible by personal access token/,
    arrange: (scene) => setToken(scene, { permissions: { contents: 'read' } }),
  },
  'a token that may not push': {
    code: 'TOKEN_SCOPE',
    exitCode: 2,
    words: /Permission to|403/,
    arrange: async (scene) => {
      await forkOf(scene);
      setToken(scene, { permissions: { contents: 'read', pull_requests: 'write' } });
    },
  },
  'single sign-on': {
    code: 'SSO_REQUIRED',
    exitCode: 2,
    words: /single sign-on/,
    arrange: (scene) => setToken(scene, { ssoOwners: ['acme'] }),
  },
  'a used-up quota': {
    code: 'RATE_LIMIT',
    exitCode: 3,
    words: /used up for this hour/,
    arrange: ({ hub }) => hub.setFaults(() => ({ kind: 'primary-limit', resetInS: 1_800 })),
  },
  'a limit that does not pass': {
    code: 'RATE_LIMIT',
    exitCode: 3,
    words: /asks for a pause/,
    arrange: ({ hub }) => hub.setFaults(() => ({ kind: 'secondary-limit', retryAfterS: 600 })),
  },
  'a server that fails': {
    code: 'GITHUB_DOWN',
    exitCode: 3,
    words: /502/,
    arrange: ({ hub }) => hub.setFaults(() => ({ kind: 'status', status: 502 })),
  },
  'a protected branch': {
    code: 'BRANCH_PROTECTED',
    exitCode: 1,
    words: /GH006/,
    arrange: async ({ upstream }) => {
      upstream.collaborators.set('ann', 'write');
      await gitIn(upstream, 'config', '--add', 'hub.protected', 'contribute/*');
    },
  },
  'a fork that is behind': {
    code: 'FORK_BEHIND',
    exitCode: 2,
    words: /new workflow files/,
    arrange: async (scene) => {
      const { local, upstream } = scene;
      await forkOf(scene);
      local.write('.github/workflows/ci.yml', 'on: [push, pull_request]\n');
      commitAll(local, 'Check pull requests');
      await gitIn(upstream, 'fetch', '--quiet', local.top, '+main:main');
    },
  },
  'a closed earlier pull request': {
    code: 'PULL_REQUEST_CLOSED',
    exitCode: 1,
    words: /pull request #1 for this run was closed: http/,
    arrange: async (scene) => {
      await publishHere(scene);
      Object.assign(scene.upstream.pulls[0] ?? {}, { state: 'closed' });
    },
  },
  'a branch of that name with other content': {
    code: 'BRANCH_TAKEN',
    exitCode: 2,
    words: /ann\/evenhand has a branch contribute/,
    arrange: async (scene) => {
      const fork = await forkOf(scene);
      await gitIn(fork, 'branch', branch, 'main');
    },
  },
  'a repository that is not there': {
    code: 'NOT_ON_GITHUB',
    exitCode: 2,
    words: /no such repository/,
    arrange: ({ upstream }) => Object.assign(upstream, { name: 'moved' }),
  },
};

describe('trouble', () => {
  it.each(Object.entries(troubles))('%s', async (_, { code, exitCode, words, arrange }) => {
    const scene = await setScene({ forkLooks: 0 });
    await arrange(scene);
    const ended = publishHere(scene);
    await expect(ended).rejects.toMatchObject({ code, exitCode, fix: expect.stringMatching(/./) });
    await expect(ended).rejects.toThrow(words);
    // No error tells the token.
    await ended.catch((error) => expect(`${error.message}${error.fix}`).not.toContain(scene.ann.token.value));
  });

  it('of a branch that was pushed under another name says whose it is', async () => {
    const scene = await setScene({ forkLooks: 0 });
    await publishHere(scene);
    const author = { name: 'Ann Other', email: 'ann@example.net' };
    const ended = publishHere(scene, { author });
    await expect(ended).rejects.toMatchObject({
      code: 'BRANCH_TAKEN',
      fix: expect.stringContaining(
        'by Ann Example <ann@example.org>, and you are Ann Other <ann@example.net> here',
      ),
    });
    expect((await publishHere(scene)).steps).toEqual([]);
  });

  it('of a protected branch is gone with a fork', async () => {
    const scene = await setScene();
    await troubles['a protected branch']?.arrange(scene);
    await expect(publishHere(scene)).rejects.toMatchObject({ fix: expect.stringContaining('add --fork') });
    expect((await publishHere(scene, { viaFork: true })).published.repository).toBe('ann/evenhand');
  });

  it('of a protected branch in a fork is for its owner to end', async () => {
    const scene = await setScene({ forkLooks: 0 });
    const fork = await forkOf(scene);
    await gitIn(fork, 'config', '--add', 'hub.protected', 'contribute/*');
    await expect(publishHere(scene)).rejects.toMatchObject({
      code: 'BRANCH_PROTECTED',
      fix: expect.stringMatching(/^The repository is your own: let contribute/),
    });
  });
});
