/**
 * How much of what a rate-limited server allows the likelihood scoring uses.
 *
 *     node --import tsx bench/benchmark/scoring-rate.ts
 *
 * A local completions server with a token bucket (as large as one second's requests) answers with an n-gram model's
 * likelihoods after 80 ms. Allowed is what the bucket would have let through in the time taken, its first fill included.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { likelihoodQuestions } from '../../scripts/benchmark/likelihood/questions.ts';
import { likelihoodProvider } from '../../scripts/provider/completions/likelihood-provider.ts';
import { applyAttempts } from '../../scripts/run/apply-attempts.ts';
import { applyQuestions } from '../../scripts/run/apply-questions.ts';
import type { LimiterSettings } from '../../scripts/run/limiter.ts';
import { startCompletionsServer } from '../../test/benchmark/completions-server.ts';
import { biasedModel } from '../../test/benchmark/stereoset/example-set.ts';

const perSecond = 40;
const count = 2_000;

async function measure(settings: Partial<LimiterSettings>): Promise<string> {
  const server = await startCompletionsServer({
    model: biasedModel(),
    limits: { requestsPerSecond: perSecond },
    latencyMs: 80,
  });
  const provider = likelihoodProvider({
    key: undefined,
    baseUrl: server.url,
    dialect: 'echo',
    world: { fetch: globalThis.fetch, now: () => new Date() },
  });
  const limits = { concurrency: 32, ...settings };
  const price = { input: 0, cachedInput: 0, output: 0, batchPercent: 100, source: 'a server of our own' };
  const signal = new AbortController().signal;
  const attempts = await applyAttempts({
    folder: mkdtempSync(join(tmpdir(), 'evenhand-bench-')),
    run: 'bench-00000000',
    setup: { provider, price, budgetMicroUsd: Number.MAX_SAFE_INTEGER, ledger: undefined, limits },
    signal,
  });
  const prompts = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    text: `The engineer said he was tired at ${index}.`,
    from: 0,
  }));
  const startMs = performance.now();
  const { answers: sums } = await applyQuestions({
    ...likelihoodQuestions(prompts),
    run: 'bench-00000000',
    model: 'ngram',
    attempts,
    window: 64,
    signal,
    onProgress: () => undefined,
  });
  const seconds = (performance.now() - startMs) / 1_000;
  await attempts.close();
  await server.close();
  const allowed = Math.min(count, perSecond * (seconds + 1));
  const refused = server.stats.requests - server.stats.answered;
  return `${sums.size} scored in ${seconds.toFixed(1)} s (${(sums.size / seconds).toFixed(1)}/s), allowed ${perSecond}/s: ${((100 * sums.size) / (perSecond * (seconds + 1))).toFixed(1)} % of all, ${((100 * sums.size) / (perSecond * seconds)).toFixed(1)} % of the steady rate, ${refused} refused (${allowed} possible)`;
}

process.stdout.write(`limit from headers: ${await measure({})}\n`);
process.stdout.write(`limit from --rps:   ${await measure({ requestsPerSecond: perSecond })}\n`);
