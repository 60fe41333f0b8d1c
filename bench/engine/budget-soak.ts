// Runs with random budgets, workers and processes on one shared ledger: the server's true bill must never exceed the cap.
//   node --import tsx bench/engine/budget-soak.ts --runs 1000
import { join } from 'node:path';
import { everyFault } from '../../test/provider/servers/faults.ts';
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { chanceOf } from '../../test/provider/servers/seeded.ts';
import { billedMicroUsd } from '../../test/provider/servers/stats.ts';
import { newFolder, price } from '../../test/run/model-run.ts';
import { numberFlag, startWorker } from './workers.ts';

const runs = numberFlag('runs', 1_000);
const workers = Array.from({ length: 4 }, startWorker);
const totals = { runs: 0, overspent: 0, unequal: 0, requests: 0, budgetEnds: 0, tightest: 0 };
const faults = everyFault(0.3, [
  'server-error',
  'gateway',
  'reset-after',
  'truncated',
  'bad-json',
  'bad-answer',
  'refusal',
  'length',
]);

for (let index = 0; index < runs; index++) {
  const chance = (what: string) => chanceOf(1, what, index);
  const processes = 1 + Math.floor(chance('processes') * 4);
  const concurrency = 1 + Math.floor(chance('concurrency') * 64);
  const budgetMicroUsd = 2_000 + Math.floor(chance('budget') * 40_000);
  // One token a byte, the most that is possible: the worst case is as near to the truth as it gets.
  const server = await startOpenAiServer({ seed: index, faults, price, tokensPerByte: 1 });
  const ledger = join(await newFolder(), 'ledger.jsonl');
  const done = await Promise.all(
    workers.slice(0, processes).map(async (worker, seed) => {
      const options = {
        url: server.url,
        folder: await newFolder(),
        count: 60,
        seed,
        ledger,
        budgetMicroUsd,
        concurrency,
      };
      return worker.run({ kind: 'run', options });
    }),
  );
  await server.close();
  const bill = billedMicroUsd(server.stats);
  // All share one ledger: the last to end has seen all of it.
  const reserved = Math.max(...done.map((each) => each?.reserved ?? 0));
  totals.runs += 1;
  totals.requests += server.stats.requests;
  if (bill > budgetMicroUsd) totals.overspent += 1;
  if (reserved !== server.stats.requests) totals.unequal += 1;
  if (done.some((each) => each?.because === 'stopped')) totals.budgetEnds += 1;
  totals.tightest = Math.max(totals.tightest, bill / budgetMicroUsd);
}
for (const worker of workers) worker.end();
process.stdout.write(`${JSON.stringify(totals)}\n`);
if (totals.overspent > 0 || totals.unequal > 0) process.exitCode = 1;
