// A server that answers at once: requests a second with ledger and journal, against the vendor's SDK alone; and memory.
//   node --import tsx bench/engine/overhead.ts --requests 10000
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { newFolder, price } from '../../test/run/model-run.ts';
import { specFor } from './roomy-spec.ts';
import { numberFlag, startWorker } from './workers.ts';

const requests = numberFlag('requests', 100_000);
const concurrency = numberFlag('concurrency', 64);
// One sample a request.
const spec = { ...specFor(requests), stances: ['neutral' as const] };

const server = await startOpenAiServer({ price });
const bareWorker = startWorker();
await bareWorker.warmUp();
const bare = await bareWorker.run({
  kind: 'bare',
  url: server.url,
  requests: Math.min(requests, 10_000),
  concurrency,
});
bareWorker.end();
const worker = startWorker();
await worker.warmUp();
const options = {
  url: server.url,
  folder: await newFolder(),
  count: requests,
  concurrency,
  spec,
  keepLines: false,
};
const done = await worker.run({ kind: 'run', options });
worker.end();
await server.close();
if (!bare || !done) throw new Error('a worker ended');
const bareRate = bare.samples / bare.seconds;
const rate = done.samples / done.seconds;
const result = {
  requests: done.samples,
  requestsPerSecond: Math.round(rate),
  bareSdkPerSecond: Math.round(bareRate),
  ratio: round(rate / bareRate),
  // What is comparable where other programs share the machine.
  cpuMsPerRequest: round((1_000 * done.cpuSeconds) / done.samples),
  bareSdkCpuMs: round((1_000 * bare.cpuSeconds) / bare.samples),
  memoryMb: everyTenth(done.memoryMb),
};
process.stdout.write(`${JSON.stringify(result)}\n`);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function everyTenth(list: number[]): number[] {
  const step = Math.max(1, Math.ceil(list.length / 10));
  return list.filter((_, index) => index % step === 0);
}
