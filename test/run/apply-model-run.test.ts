import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { committedMicroUsd } from '../../scripts/run/ledger.ts';
import { everyFault } from '../provider/servers/faults.ts';
import { startGeminiServer } from '../provider/servers/gemini-server.ts';
import type { ServerOptions } from '../provider/servers/model-server.ts';
import { startOpenAiServer, type TestServer } from '../provider/servers/openai-server.ts';
import { billedMicroUsd } from '../provider/servers/stats.ts';
import { specWith } from '../support/specs.ts';
import { newFolder, price, runModel } from './model-run.ts';

let server: TestServer | undefined;

async function start(options: ServerOptions = {}): Promise<TestServer> {
  server = await startOpenAiServer({ price, ...options });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('a run against a good server', () => {
  it('brings as many samples as asked for, in slot order, each request once', async () => {
    const { url, stats } = await start({ latency: { meanMs: 10, spreadMs: 10 } });
    const ran = await runModel({ url, folder: await newFolder(), count: 90 });
    expect(ran).toMatchObject({ because: 'complete', refused: {}, reserved: 30 });
    expect(ran.lines).toHaveLength(90);
    expect(stats.requests).toBe(30);
    expect(ran.balance.settledMicroUsd).toBeGreaterThanOrEqual(billedMicroUsd(stats));
    expect(ran.balance).toMatchObject({ reservedMicroUsd: 0, unknownMicroUsd: 0, strays: 0, overruns: 0 });
    expect(ran.served).toEqual(['gpt-5-mini-2026-01-01']);
    expect(new Set([...stats.billedById.values()])).toEqual(new Set([1]));
  });

  it('goes down the ladder to what the server can do, and asks for nothing twice when it is run again', async () => {
    const { url, stats } = await start({ modes: ['text'] });
    const folder = await newFolder();
    const ran = await runModel({ url, folder, count: 30 });
    expect(ran.because).toBe('complete');
    const asked = stats.requests;
    expect(stats.billedRequests).toBe(10);
    expect((await runModel({ url, folder, count: 30 })).lines).toEqual(ran.lines);
    expect(stats.requests).toBe(asked);
  });
});

describe('a run against a bad server', () => {
  it('meets every fault, tops up, counts each outcome, and is never billed more than its ledger says', async () => {
    const { url, stats } = await start({ faults: everyFault(0.4) });
    const folder = await newFolder();
    const ran = await runModel({ url, folder, count: 210, concurrency: 32 });
    expect(ran.because).toBe('complete');
    expect(ran.lines).toHaveLength(210);
    expect(Object.keys(stats.faults).length).toBeGreaterThan(10);
    expect(ran.reserved).toBe(stats.requests);
    expect(committedMicroUsd(ran.balance)).toBeGreaterThanOrEqual(billedMicroUsd(stats));
    expect(Object.keys(ran.refused).sort()).toEqual([
      'cut-short',
      'duplicate-in-run',
      'filtered',
      'model-refused',
    ]);
    const again = await runModel({ url, folder, count: 210, offline: true });
    expect(again.lines).toEqual(ran.lines);
    expect(again.because).toBe('complete');
  });

  it('stops at once when the key is wrong, saying so', async () => {
    const { url, stats } = await start({ key: 'sk-right' });
    const ran = await runModel({ url, folder: await newFolder(), count: 90 });
    expect(ran).toMatchObject({ because: 'stopped', stop: { because: 'bad-key' }, lines: [] });
    expect(stats.requests).toBeLessThanOrEqual(8);
    expect(committedMicroUsd(ran.balance)).toBe(0);
  });

  it.each([
    [{ models: ['another'] }, 'no-such-model'],
    [{ creditMicroUsd: 0 }, 'quota-exhausted'],
    [{ limits: { requestsPerDay: 5 } }, 'daily-quota'],
    [{ modes: [] }, 'bad-request'],
  ] satisfies [ServerOptions, string][])('%o stops it for %s', async (options, because) => {
    const { url } = await start(options);
    const ran = await runModel({ url, folder: await newFolder(), count: 90 });
    expect(ran).toMatchObject({ because: 'stopped', stop: { because } });
  });

  it('gives up on an address where nobody is', async () => {
    const { url, close } = await start();
    await close();
    server = undefined;
    const ran = await runModel({ url, folder: await newFolder(), count: 90 });
    expect(ran).toMatchObject({ because: 'stopped', stop: { because: 'provider-down' } });
    expect(committedMicroUsd(ran.balance)).toBe(0);
  });

  it('keeps to a limit that it is told and obeys every Retry-After', async () => {
    const { url, stats } = await start({ limits: { requestsPerSecond: 40 }, faults: { 'rate-limit': 0.05 } });
    // One at a time: nothing can be under way when a refusal arrives.
    const ran = await runModel({ url, folder: await newFolder(), count: 90, concurrency: 1 });
    expect(ran.because).toBe('complete');
    expect(stats.retryAfterViolations).toBe(0);
  });
});

describe('an interrupted run', () => {
  const transient = everyFault(0.3, [
    'server-error',
    'overloaded',
    'reset-before',
    'gateway',
    'reset-after',
    'truncated',
    'bad-json',
    'prose',
  ]);

  it('ends byte-identical to an uninterrupted one, however often and with whatever concurrency it goes on', async () => {
    const whole = await start({ faults: transient, latency: { meanMs: 5, spreadMs: 5 } });
    const uninterrupted = await runModel({ url: whole.url, folder: await newFolder(), count: 240 });
    await whole.close();
    const { url, stats } = await start({ faults: transient, latency: { meanMs: 5, spreadMs: 5 } });
    const folder = await newFolder();
    for (const interruptAfter of [12, 30]) {
      const part = await runModel({ url, folder, count: 240, interruptAfter, concurrency: interruptAfter });
      expect(part.because).toBe('interrupted');
      // What was under way has ended and is counted.
      expect(part.balance.reservedMicroUsd).toBe(0);
    }
    const resumed = await runModel({ url, folder, count: 240, concurrency: 3 });
    expect(resumed.because).toBe('complete');
    expect(resumed.lines).toEqual(uninterrupted.lines);
    expect(resumed.reserved).toBe(stats.requests);
  });
});

describe('a budget', () => {
  it('is never exceeded; what fits is sent, and more money goes on from there', async () => {
    const { url, stats } = await start({ faults: everyFault(0.3), tokensPerByte: 1 });
    const folder = await newFolder();
    const poor = await runModel({ url, folder, count: 300, budgetMicroUsd: 60_000, concurrency: 64 });
    expect(poor).toMatchObject({ because: 'stopped', stop: { because: 'budget' } });
    expect(billedMicroUsd(stats)).toBeLessThanOrEqual(60_000);
    expect(committedMicroUsd(poor.balance)).toBeLessThanOrEqual(60_000);
    // Less than one request's worst case is left.
    expect(committedMicroUsd(poor.balance)).toBeGreaterThan(57_000);
    expect(poor.lines.length).toBeGreaterThan(0);
    const rich = await runModel({ url, folder, count: 300 });
    expect(rich.because).toBe('complete');
    expect(new Set(rich.lines).size).toBe(300);
    expect(rich.reserved).toBe(stats.requests);
  });

  it('can be shared by runs that go on at the same time', async () => {
    const { url, stats } = await start({ tokensPerByte: 1, latency: { meanMs: 5, spreadMs: 5 } });
    const ledger = join(await newFolder(), 'shared.jsonl');
    const options = { url, count: 300, ledger, budgetMicroUsd: 60_000 };
    const both = await Promise.all([
      runModel({ ...options, folder: await newFolder(), seed: 1 }),
      runModel({ ...options, folder: await newFolder(), seed: 2 }),
    ]);
    expect(both.map(({ because }) => because)).toEqual(['stopped', 'stopped']);
    expect(billedMicroUsd(stats)).toBeLessThanOrEqual(60_000);
    expect(both[0]?.balance.strays).toBe(0);
  });
});

describe('what the plan can give', () => {
  const small = specWith({
    slots: { occupation: ['engineer', 'surveyor'], setting: ['at noon', 'at dawn'] },
  });

  it('ends it, whole families first', async () => {
    const { url } = await start();
    const rounded = await runModel({ url, folder: await newFolder(), count: 10, spec: small });
    expect(rounded).toMatchObject({ because: 'rounded-down' });
    expect(rounded.lines).toHaveLength(9);
    const exhausted = await runModel({ url, folder: await newFolder(), count: 40, spec: small });
    expect(exhausted).toMatchObject({ because: 'exhausted' });
    expect(exhausted.lines).toHaveLength(12);
  });

  it('is asked for again four times at most where answers are no use', async () => {
    const { url, stats } = await start({ faults: { refusal: 1 } });
    const ran = await runModel({ url, folder: await newFolder(), count: 12, spec: small });
    expect(ran).toMatchObject({ because: 'exhausted', lines: [], refused: { 'model-refused': 16 } });
    expect(stats.requests).toBe(16);
  });

  it('is not asked for on and on where fifty answers in a row are refused; whoever wants can go on', async () => {
    const refusing = await start({ faults: { refusal: 1 } });
    const folder = await newFolder();
    const options = { folder, count: 900, concurrency: 4 };
    const ran = await runModel({ ...options, url: refusing.url });
    expect(ran).toMatchObject({ because: 'stopped', stop: { because: 'all-refused' }, lines: [] });
    expect(ran.stop?.message).toContain('50 model-refused');
    expect(refusing.stats.requests).toBeLessThan(100);
    await refusing.close();
    // What was refused before counts no more: a better server brings all of it.
    const { url } = await start();
    expect(await runModel({ ...options, url })).toMatchObject({ because: 'complete', samples: 900 });
  });

  it('repairs once what is no JSON, then sets it apart', async () => {
    const { url, stats } = await start({ faults: { 'bad-answer': 1 } });
    const ran = await runModel({ url, folder: await newFolder(), count: 3, spec: small });
    expect(ran.refused).toEqual({ malformed: 16 });
    expect(stats.requests).toBe(32);
  });
});

describe('saved answers', () => {
  it('are refused where the journal was changed', async () => {
    const { url } = await start();
    const folder = await newFolder();
    await runModel({ url, folder, count: 30 });
    const path = join(folder, 'journal.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('engineer', 'inventor'));
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"status":200', '"status":201'));
    await expect(runModel({ url, folder, count: 30 })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
  });
});

describe('a judge', () => {
  it('lets through what it finds nothing clear in, stores its word, and costs out of the same budget', async () => {
    const { url, stats } = await start();
    const folder = await newFolder();
    const ran = await runModel({ url, folder, count: 60, judged: true });
    expect(ran.because).toBe('complete');
    expect(ran.refused['judge-refused']).toBeGreaterThan(0);
    const lines = (await readFile(join(folder, 'judgements.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(20 + (ran.refused['judge-refused'] ?? 0));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      slot: 0,
      sample: 0,
      levels: { tokenism: expect.any(String) },
    });
    expect([...ran.balance.totals.values()].map(({ model }) => model).sort()).toEqual([
      'a-judge (judge)',
      'gpt-5-mini',
    ]);
    expect(ran.balance.settledMicroUsd).toBeGreaterThanOrEqual(billedMicroUsd(stats));
    const again = await runModel({ url, folder, count: 60, judged: true, offline: true });
    expect(again.lines).toEqual(ran.lines);
  });
});

describe('a batch', () => {
  it('brings first answers at half price; what it did not run is asked for one by one', async () => {
    const { url, stats } = await start({ batch: { expiresAfter: 15 } });
    const folder = await newFolder();
    const ran = await runModel({ url, folder, count: 60, batch: true });
    expect(ran.because).toBe('complete');
    expect(ran.lines).toHaveLength(60);
    expect(stats.requests).toBe(5);
    expect(stats.billedRequests).toBe(20);
    expect(ran.balance).toMatchObject({ reservedMicroUsd: 0, unknownMicroUsd: 0, strays: 0, overruns: 0 });
    expect(ran.balance.settledMicroUsd).toBeGreaterThanOrEqual(billedMicroUsd(stats));
    expect(ran.balance.settledMicroUsd).toBeLessThan(billedMicroUsd(stats) + 20);
    const again = await runModel({ url, folder, count: 60, batch: true });
    expect(again.lines).toEqual(ran.lines);
    expect(stats.billedRequests).toBe(20);
  });

  it('of Gemini goes the same way, and so do single requests', async () => {
    server = await startGeminiServer({ price, batch: { expiresAfter: 15 } });
    const { url, stats } = server;
    const options = { url, folder: await newFolder(), count: 60, provider: 'gemini', batch: true } as const;
    const ran = await runModel(options);
    expect(ran).toMatchObject({ because: 'complete', samples: 60, reserved: 25 });
    expect(stats).toMatchObject({ requests: 5, billedRequests: 20 });
    expect(ran.balance).toMatchObject({ reservedMicroUsd: 0, unknownMicroUsd: 0, strays: 0, overruns: 0 });
    expect(ran.balance.settledMicroUsd).toBeGreaterThanOrEqual(billedMicroUsd(stats));
    expect((await runModel(options)).lines).toEqual(ran.lines);
    expect(stats.billedRequests).toBe(20);
  });

  it('can be left, and is found again by any later process', async () => {
    const { url, stats } = await start({ batch: { polls: 1 } });
    const folder = await newFolder();
    const left = await runModel({ url, folder, count: 30, batch: true, interruptAfterMs: 500 });
    expect(left).toMatchObject({ because: 'interrupted', lines: [] });
    expect(left.balance.open.size).toBe(10);
    const found = await runModel({ url, folder, count: 30, batch: true });
    expect(found.because).toBe('complete');
    expect(found.reserved).toBe(10);
    expect(stats).toMatchObject({ requests: 0, billedRequests: 10 });
    expect(found.balance.open.size).toBe(0);
  });
});
