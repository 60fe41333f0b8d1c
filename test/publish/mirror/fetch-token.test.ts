import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenSource } from '../../../scripts/publish/mirror/fetch-token.ts';
import { startHub, type TestHub } from '../hugging-face-hub/start-hub.ts';
import { repo, runMirror } from './mirror-run.ts';
import { smallRelease } from './small-release.ts';

let hub: TestHub;
let nowMs = 0;
beforeEach(async () => {
  hub = await startHub();
  hub.publishers.push({ repo, repository: 'example/evenhand', workflow: 'mirror' });
  nowMs = Date.parse('2026-11-25T06:00:00Z');
});
afterEach(() => hub.close());

/** What a runner gives a job with `id-token: write`. */
const job = () => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${hub.url}/github/id-token?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: hub.job.secret,
});
const source = (env: Record<string, string>, of = repo) =>
  tokenSource({ url: hub.url, repo: of, fetch, env, now: () => new Date(nowMs) });
const exchanges = () => hub.log.filter(({ path }) => path === '/oauth/token').length;

describe('a token', () => {
  it('is HF_TOKEN where that is set, whatever else there is', async () => {
    expect(await source({ ...job(), HF_TOKEN: ` ${hub.token}\n` })()).toBe(hub.token);
    expect(hub.log).toEqual([]);
  });

  it('is none where nothing gives one, and a variable that is empty gives none', async () => {
    expect(await source({})()).toBeUndefined();
    expect(await source({ HF_TOKEN: '' })()).toBeUndefined();
  });

  it('that is no token is refused without repeating it', () => {
    const wrong = () => source({ HF_TOKEN: 'my secret' });
    expect(wrong).toThrow(expect.objectContaining({ code: 'BAD_HUB_TOKEN' }));
    expect(wrong).not.toThrow(/my secret/);
  });

  it("is exchanged for the job's identity, for this repository alone, and mirrors a release", async () => {
    const token = source(job());
    const value = await token();
    expect(hub.tokens.get(value ?? '')).toMatchObject({ role: 'write', only: repo });
    const { receipt } = await runMirror({ hub, folder: smallRelease(), token: value ?? '' });
    expect(receipt().version).toBe('0.1.0');
    expect(exchanges()).toBe(1);
  });

  it('is exchanged anew before it ends', async () => {
    const token = source(job());
    const first = await token();
    nowMs += 5 * 60_000;
    expect(await token()).toBe(first);
    nowMs += 30 * 60_000;
    expect(await token()).not.toBe(first);
    expect(exchanges()).toBe(2);
  });

  it('is refused to a workflow, or for a repository, that nobody has named', async () => {
    const refused = { code: 'HUB_TRUSTS_NOT', exitCode: 2 };
    await expect(source(job(), 'example/other')()).rejects.toMatchObject(refused);
    hub.job.workflow = 'other';
    await expect(source(job())()).rejects.toMatchObject(refused);
    hub.job.secret = 'another';
    await expect(source({ ...job(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' })()).rejects.toMatchObject({
      code: 'NO_JOB_IDENTITY',
    });
  });
});
