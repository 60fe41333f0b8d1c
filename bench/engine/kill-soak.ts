// Kills a run with SIGKILL again and again at random moments, lets it end, and counts what was lost or done twice.
//   node --import tsx bench/engine/kill-soak.ts --kills 200 --slots 6000 --seeds 3
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAiProvider } from '../../scripts/provider/openai/openai-provider.ts';
import type { JournalRecord } from '../../scripts/run/journal.ts';
import { everyFault } from '../../test/provider/servers/faults.ts';
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { chanceOf } from '../../test/provider/servers/seeded.ts';
import { billedMicroUsd } from '../../test/provider/servers/stats.ts';
import { newFolder, price, runModel } from '../../test/run/model-run.ts';
import { specFor } from './roomy-spec.ts';
import { numberFlag, startWorker } from './workers.ts';

const kills = numberFlag('kills', 200);
const slots = numberFlag('slots', 6_000);
const seeds = numberFlag('seeds', 3);
const concurrency = 64;

/** Faults that do not change what the answer is in the end, so that two runs can be compared byte by byte. */
const faults = everyFault(0.3, [
  'server-error',
  'overloaded',
  'reset-before',
  'gateway',
  'reset-after',
  'truncated',
  'bad-json',
  'prose',
]);

const versions = 3;
/** At this pace all slots would take about as long as all kills. */
const lifeMs = numberFlag('life', 250);
const spec = specFor(slots);

for (let seed = 1; seed <= seeds; seed++) await soak(seed);

async function soak(seed: number): Promise<void> {
  const options = { count: slots * versions, seed, concurrency, spec };
  const server = await startOpenAiServer({ seed, faults, price, latency: { meanMs: 15, spreadMs: 15 } });
  const folder = await newFolder();
  let killed = 0;
  const startMs = performance.now();
  // The next process starts while this one runs: what is killed should be work.
  let next = startWorker();
  for (;;) {
    const worker = next;
    next = startWorker();
    // The plan is spread over the kills: a life lasts as long as that share of the slots takes.
    const killAfterMs = killed < kills ? 20 + chanceOf(seed, 'kill', killed) * 2 * (lifeMs - 20) : undefined;
    const done = await worker.run(
      { kind: 'run', options: { ...options, url: server.url, folder } },
      killAfterMs,
    );
    worker.end();
    if (done) break;
    killed += 1;
    if (killed % 10 === 0) process.stderr.write(`seed ${seed}: ${killed} kills\n`);
  }
  next.end();
  const seconds = (performance.now() - startMs) / 1_000;
  const resumed = await runModel({ ...options, url: server.url, folder, offline: true });
  await server.close();
  const other = await startOpenAiServer({ seed, faults, price });
  const whole = await runModel({ ...options, url: other.url, folder: await newFolder() });
  await other.close();
  const { balance } = resumed;
  const committed = balance.settledMicroUsd + balance.unknownMicroUsd + balance.reservedMicroUsd;
  const result = {
    seed,
    killed,
    seconds: Math.round(seconds),
    slots: resumed.lines.length / versions,
    missing: options.count - resumed.lines.length,
    duplicated: resumed.lines.length - new Set(resumed.lines).size,
    askedAgainAfterReceived: countAskedAgain(folder),
    byteIdentical: resumed.lines.join('\n') === whole.lines.join('\n'),
    requests: server.stats.requests,
    reserved: resumed.reserved,
    billMicroUsd: Math.ceil(billedMicroUsd(server.stats)),
    ledgerMicroUsd: committed,
    unknownAtMost: mostUnknownPerKill(folder),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const good =
    result.missing === 0 &&
    result.duplicated === 0 &&
    result.askedAgainAfterReceived === 0 &&
    result.byteIdentical &&
    committed >= billedMicroUsd(server.stats) &&
    result.unknownAtMost <= concurrency;
  if (!good) process.exitCode = 1;
}

/** Calls that were sent again although an answer that tells was in the journal. */
function countAskedAgain(folder: string): number {
  const { interpret } = openAiProvider({ key: undefined, world: { fetch, now: () => new Date() } });
  const told = new Map<string, number>();
  for (const record of recordsOf<JournalRecord>(join(folder, 'journal.jsonl'))) {
    if (record.type !== 'RECEIVED' || interpret(record.answer).outcome !== 'answered') continue;
    told.set(record.call, (told.get(record.call) ?? 0) + 1);
  }
  return [...told.values()].filter((times) => times > 1).length;
}

/** What one restart found open: all of it is written with one time. */
function mostUnknownPerKill(folder: string): number {
  const found = new Map<string, number>();
  for (const record of recordsOf<{ type: string; at: string; reason?: string }>(
    join(folder, 'ledger.jsonl'),
  )) {
    if (record.type === 'UNKNOWN' && record.reason === 'the run was ended')
      found.set(record.at, (found.get(record.at) ?? 0) + 1);
  }
  return Math.max(0, ...found.values());
}

function recordsOf<Record>(path: string): Record[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record);
}
