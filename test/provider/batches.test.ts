import { afterEach, describe, expect, it } from 'vitest';
import { geminiProvider } from '../../scripts/provider/gemini/gemini-provider.ts';
import type {
  BatchLine,
  BatchProvider,
  BatchStatus,
  ModelCall,
} from '../../scripts/provider/model-provider.ts';
import { openAiProvider } from '../../scripts/provider/openai/openai-provider.ts';
import { costMicroUsd } from '../../scripts/provider/price.ts';
import { startGeminiServer } from './servers/gemini-server.ts';
import type { ServerOptions } from './servers/model-server.ts';
import { startOpenAiServer, type TestServer } from './servers/openai-server.ts';
import { billedMicroUsd } from './servers/stats.ts';

const world = { fetch: globalThis.fetch, now: () => new Date() };
const key = `sk-${'test'.repeat(8)}`;
const price = { input: 100_000, output: 500_000 };
const name = '2026-11-25-site-visit-7c1e09aa-1';

const calls: ModelCall[] = Array.from({ length: 40 }, (_, index) => ({
  id: `call-${index}`,
  model: 'a-model',
  system: 'Write.',
  turns: [{ role: 'user', content: `Scene ${index}.` }],
  answerSchema: {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  },
  mode: 'schema',
  maxOutputTokens: 200,
}));

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const { signal } = new AbortController();

const vendors = [
  { vendor: 'openai', create: openAiProvider, startServer: startOpenAiServer },
  { vendor: 'gemini', create: geminiProvider, startServer: startGeminiServer },
];

describe.each(vendors)('batches of $vendor', ({ vendor, create, startServer }) => {
  async function start(options: ServerOptions = {}) {
    server = await startServer({ price, ...options });
    const provider = create({ key, baseUrl: server.url, world });
    const { batches } = provider;
    if (!batches) throw new Error('no batches');
    return { provider, batches };
  }

  async function waitFor(batches: BatchProvider, id: string): Promise<BatchStatus> {
    for (;;) {
      const status = await batches.poll(id, { signal });
      if (status.state !== 'running') return status;
    }
  }

  async function linesOf(batches: BatchProvider, status: BatchStatus): Promise<BatchLine[]> {
    const lines: BatchLine[] = [];
    for await (const line of batches.read(status, { signal })) lines.push(line);
    return lines;
  }

  it('answer every call at half price, and each line reads like an answer', async () => {
    const { provider, batches } = await start({ batch: { polls: 2 } });
    const begun = await batches.submit(name, calls, { signal });
    expect(begun.state).toBe('running');
    const status = await waitFor(batches, begun.id);
    expect(status).toMatchObject({ state: 'done', counts: { total: 40, done: 40, failed: 0 } });
    const lines = await linesOf(batches, status);
    expect(lines.map(({ callId }) => callId).sort()).toEqual(calls.map(({ id }) => id).sort());
    let cost = 0;
    const texts = new Set<string>();
    for (const line of lines) {
      if (!('raw' in line)) throw new Error(line.notRun);
      const answer = provider.interpret(line.raw);
      if (answer.outcome !== 'answered' || answer.billing.billed !== 'usage') throw new Error(answer.outcome);
      texts.add(answer.text);
      expect(JSON.parse(answer.text)).toHaveProperty('text');
      const half = { ...price, cachedInput: price.input, batchPercent: 50 };
      cost += costMicroUsd(half, answer.billing.usage, 'batch');
    }
    expect(texts.size).toBe(40);
    expect(cost).toBeGreaterThanOrEqual(billedMicroUsd(server!.stats));
    expect(cost).toBeLessThan(billedMicroUsd(server!.stats) + lines.length);
  });

  it('are found again by their name, so that none is started twice', async () => {
    const { batches } = await start();
    expect(await batches.find(name, { signal })).toBeUndefined();
    const begun = await batches.submit(name, calls.slice(0, 2), { signal });
    await batches.submit('another', calls.slice(2, 4), { signal });
    expect(await batches.find(name, { signal })).toMatchObject({ id: begun.id, state: 'running' });
  });

  it.each(['expired', 'cancelled'] as const)('keep what was done when %s', async (state) => {
    const isExpired = state === 'expired';
    const { provider, batches } = await start({ batch: isExpired ? { expiresAfter: 20 } : { polls: 9 } });
    const { id } = await batches.submit(name, calls, { signal });
    if (!isExpired) await batches.cancel(id, { signal });
    const status = await waitFor(batches, id);
    expect(status.state).toBe(state);
    const lines = await linesOf(batches, status);
    const answered = lines.filter(
      (line) => 'raw' in line && provider.interpret(line.raw).outcome === 'answered',
    );
    expect(answered).toHaveLength(20);
    expect(lines.filter((line) => 'notRun' in line)).toHaveLength(20);
    expect(server?.stats.billedRequests).toBe(20);
  });

  it('tell a call that failed from one that was not run', async () => {
    const { provider, batches } = await start({ models: ['another'] });
    const { id } = await batches.submit(name, calls.slice(0, 1), { signal });
    const [line] = await linesOf(batches, await waitFor(batches, id));
    if (vendor === 'gemini') expect(line).toMatchObject({ notRun: expect.stringContaining('not found') });
    else
      expect(line && 'raw' in line && provider.interpret(line.raw)).toMatchObject({
        outcome: 'no-such-model',
      });
  });

  it('say in words what goes wrong, without the key', async () => {
    const { batches } = await start();
    const failed = await batches.poll('batches/none', { signal }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'BATCH_REQUEST_FAILED', exitCode: 3 });
    await server?.close();
    const lost = await batches.submit(name, calls, { signal }).catch((error: unknown) => error);
    expect(lost).toMatchObject({ code: 'BATCH_REQUEST_FAILED' });
    expect(String(lost)).not.toContain(key);
  });
});

describe('batches of openai', () => {
  it('leave out a line that breaks off, and read the rest', async () => {
    server = await startOpenAiServer({ price, batch: { torn: true } });
    const { batches } = openAiProvider({ key, baseUrl: server.url, world });
    if (!batches) throw new Error('no batches');
    const { id } = await batches.submit(name, calls, { signal });
    const status = await batches.poll(id, { signal });
    let count = 0;
    for await (const _ of batches.read(status, { signal })) count += 1;
    expect(count).toBe(39);
  });
});
