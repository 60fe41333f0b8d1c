// How much of a server's limit a run uses, and how it treats the server.
//   node --import tsx bench/engine/throughput.ts --rate 40 --seconds 40
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { newFolder, price } from '../../test/run/model-run.ts';
import { specFor } from './roomy-spec.ts';
import { numberFlag, startWorker } from './workers.ts';

const rate = numberFlag('rate', 40);
const seconds = numberFlag('seconds', 60);
const versions = 3;
const requests = rate * seconds;

const server = await startOpenAiServer({
  limits: { requestsPerSecond: rate },
  latency: { meanMs: 200, spreadMs: 150 },
  price,
});
const worker = startWorker();
await worker.warmUp();
// Once with the limit told by a flag, once with nothing but the server's headers to go by.
for (const [name, limits] of [
  ['told', { requestsPerSecond: rate }],
  ['heard', {}],
] as const) {
  const before = { ...server.stats };
  const options = {
    url: server.url,
    folder: await newFolder(),
    count: requests * versions,
    // Twice what the longest answers need (Little's law): the limit is to bind, not the number of requests at once.
    concurrency: Math.max(64, Math.ceil(rate * 0.7)),
    limits,
    spec: specFor(requests),
    keepLines: false,
  };
  const done = await worker.run({ kind: 'run', options: { ...options, seed: name === 'told' ? 1 : 2 } });
  if (done?.because !== 'complete') throw new Error(`the run ended early: ${done?.because}`);
  const perSecond = done.samples / versions / done.seconds;
  const result = {
    limit: name,
    requests: done.samples / versions,
    requestsPerSecond: round(perSecond),
    shareOfLimit: round(perSecond / rate),
    retryAfterViolations: server.stats.retryAfterViolations - before.retryAfterViolations,
    rejectedShare: round(
      (server.stats.rejected - before.rejected) / (server.stats.requests - before.requests),
    ),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
worker.end();
await server.close();

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
