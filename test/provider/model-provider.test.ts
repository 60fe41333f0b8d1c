import { afterEach, describe, expect, it } from 'vitest';
import { compatibleProvider } from '../../scripts/provider/compatible-provider.ts';
import { geminiProvider } from '../../scripts/provider/gemini/gemini-provider.ts';
import type { Interpretation, ModelCall } from '../../scripts/provider/model-provider.ts';
import { openAiProvider } from '../../scripts/provider/openai/openai-provider.ts';
import { everyFault, type FaultKind, faultKinds } from './servers/faults.ts';
import { startGeminiServer } from './servers/gemini-server.ts';
import type { ServerOptions } from './servers/model-server.ts';
import { startOpenAiServer, type TestServer } from './servers/openai-server.ts';
import { billedMicroUsd } from './servers/stats.ts';

const world = { fetch: globalThis.fetch, now: () => new Date() };
const key = `sk-${'test'.repeat(8)}`;
const price = { input: 250_000, output: 2_000_000 };

const vendors = [
  { name: 'openai', create: openAiProvider, startServer: startOpenAiServer, served: 'a-model-2026-01-01' },
  { name: 'gemini', create: geminiProvider, startServer: startGeminiServer, served: 'a-model-001' },
  {
    name: 'compatible',
    create: compatibleProvider,
    startServer: startOpenAiServer,
    served: 'a-model-2026-01-01',
  },
];

const call: ModelCall = {
  id: 'run-0-0',
  model: 'a-model',
  system: 'Write.',
  turns: [{ role: 'user', content: 'A scene at the harbour wall.' }],
  answerSchema: {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  },
  mode: 'schema',
  maxOutputTokens: 400,
};

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe.each(vendors)('the provider $name', ({ name, create, startServer, served }) => {
  const refused = name === 'gemini' ? 'filtered' : 'refused';

  async function start(options: ServerOptions = {}) {
    server = await startServer({ price, ...options });
    return create({ key, baseUrl: server.url, world });
  }

  const patience = () => AbortSignal.timeout(5_000);

  async function ask(options: ServerOptions, changes: Partial<ModelCall> = {}): Promise<Interpretation> {
    const provider = await start(options);
    const outcome = await provider.send({ ...call, ...changes }, { signal: patience() });
    if (outcome.sent === 'failed') throw new Error(`${outcome.failure}: ${outcome.detail}`);
    return provider.interpret(outcome.raw);
  }

  it('answers, with what was billed and the model that served', async () => {
    const answer = await ask({});
    expect(answer).toMatchObject({
      outcome: 'answered',
      finish: 'stop',
      servedModel: served,
    });
    const text = answer.outcome === 'answered' ? answer.text : '';
    expect(Object.keys(JSON.parse(text))).toEqual(['text']);
    const { inputTokens, outputTokens } = server!.stats;
    expect(answer.billing).toMatchObject({ billed: 'usage', usage: { inputTokens, outputTokens } });
  });

  it('never sends a second request, whatever the answer', async () => {
    for (const fault of faultKinds) {
      const provider = await start({ faults: { [fault]: 1 } });
      await provider.send(call, { signal: patience() });
      expect(`${fault} ${server?.stats.requests}`).toBe(`${fault} 1`);
      await server?.close();
    }
  });

  it.each<[FaultKind, string, Interpretation['billing']['billed']]>([
    ['rate-limit', 'rate-limited', 'nothing'],
    ['server-error', 'server-error', 'nothing'],
    ['overloaded', 'server-error', 'nothing'],
    ['gateway', 'server-error', 'unknown'],
    ['bad-json', 'malformed', 'unknown'],
    ['refusal', refused, 'usage'],
    ['filter', 'filtered', 'usage'],
    ['length', 'answered', 'usage'],
  ])('takes %s for %s, billed: %s', async (fault, outcome, billed) => {
    const answer = await ask({ faults: { [fault]: 1 } });
    expect(answer).toMatchObject({ outcome, billing: { billed } });
  });

  it.each<[FaultKind, string]>([
    ['reset-before', 'no-answer'],
    ['reset-after', 'no-answer'],
    ['truncated', 'truncated'],
  ])('tells of %s as %s', async (fault, failure) => {
    const provider = await start({ faults: { [fault]: 1 } });
    expect(await provider.send(call, { signal: patience() })).toMatchObject({ sent: 'failed', failure });
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const provider = await start();
    await server?.close();
    expect(await provider.send(call, { signal: patience() })).toMatchObject({ failure: 'not-sent' });
    const aborted = AbortSignal.abort();
    expect(await provider.send(call, { signal: aborted })).toMatchObject({ failure: 'not-sent' });
  });

  it('tells a deadline from an interruption', async () => {
    const provider = await start({ latency: { meanMs: 500, spreadMs: 0 } });
    const late = await provider.send(call, { signal: AbortSignal.timeout(30) });
    expect(late).toMatchObject({ failure: 'timeout' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    expect(await provider.send(call, { signal: controller.signal })).toMatchObject({
      failure: 'interrupted',
    });
  });

  it('tells a limit of the minute from one of the day, and how long to wait', async () => {
    const limited = await ask({ faults: { 'rate-limit': 1 } });
    expect(limited).toMatchObject({ outcome: 'rate-limited', scope: 'minute', retryAfterMs: 250 });
    await server?.close();
    const daily = await ask({ limits: { requestsPerDay: 0 } });
    expect(daily).toMatchObject({ outcome: 'rate-limited', scope: 'day', retryAfterMs: 6 * 3_600_000 });
  });

  it('reads the limits where the vendor tells them', async () => {
    const provider = await start({ limits: { requestsPerMinute: 600, tokensPerMinute: 600_000 } });
    const told = [];
    for (let count = 0; count < 15; count++) {
      const outcome = await provider.send(call, { signal: patience() });
      if (outcome.sent === 'answered') told.push(provider.limitsOf(outcome.raw));
    }
    // Gemini tells a limit only when it is hit.
    expect(told.at(name === 'gemini' ? -1 : 0)).toMatchObject({ requests: { limit: 600 } });
    if (name !== 'gemini')
      expect(told[0]).toMatchObject({ requests: { remaining: 9 }, tokens: { limit: 600_000 } });
  });

  it.each<[ServerOptions, string]>([
    [{ key: 'another key' }, 'bad-key'],
    [{ models: ['another'] }, 'no-such-model'],
    [{ creditMicroUsd: 0 }, 'quota-exhausted'],
    [{ modes: ['json', 'text'] }, 'mode-refused'],
  ])('with a server that has %o takes the answer for %s', async (options, outcome) => {
    expect(await ask(options)).toMatchObject({ outcome, billing: { billed: 'nothing' } });
  });

  it('never costs more than its bound, even if every byte is a token', async () => {
    const odd = {
      system: 'Ünï\u{1F469}\u200d\u{1F52C}"\\\n\u0001 ﷺ',
      turns: [{ role: 'user' as const, content: '…' }],
    };
    for (const changes of [{}, odd, { mode: 'text' as const }]) {
      const provider = await start({ tokensPerByte: 1, faults: { length: 1 } });
      await provider.send({ ...call, ...changes }, { signal: patience() });
      const bound = provider.boundTokens({ ...call, ...changes });
      expect(server!.stats.inputTokens).toBeLessThanOrEqual(bound.inputTokens);
      expect(server!.stats.outputTokens).toBeLessThanOrEqual(bound.outputTokens);
      await server?.close();
    }
  });
  it('under every fault at once, the bills that answers tell, and the worst case where none tells, cover the true bill', async () => {
    const provider = await start({ faults: everyFault(0.6), tokensPerByte: 0.8 });
    let coveredPicoUsd = 0;
    const ids = Array.from({ length: 300 }, (_, index) => `call-${index}`);
    for (const id of ids) {
      const asked = { ...call, id, turns: [{ role: 'user' as const, content: id }] };
      const outcome = await provider.send(asked, { signal: patience() });
      if (outcome.sent === 'failed' && outcome.failure === 'not-sent') continue;
      const billing = outcome.sent === 'answered' ? provider.interpret(outcome.raw).billing : undefined;
      if (billing?.billed === 'nothing') continue;
      const tokens = billing?.billed === 'usage' ? billing.usage : provider.boundTokens(asked);
      coveredPicoUsd += tokens.inputTokens * price.input + tokens.outputTokens * price.output;
    }
    expect(server!.stats.requests).toBe(ids.length);
    expect(Object.keys(server!.stats.faults).length).toBe(faultKinds.length);
    expect(billedMicroUsd(server!.stats)).toBeLessThanOrEqual(coveredPicoUsd / 1e6);
  });
});
