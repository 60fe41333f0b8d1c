import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { lookAtSubjects } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import { fileAt } from '../../scripts/check/read-folder.ts';
import { openProject } from '../../scripts/commands/project.ts';
import { makeSamples } from '../check/make-samples.ts';

// What two threads parse, check by the schema and sign of a folder of 400 KB files, as a ratio to what two threads
// split and parse with JSON.parse in the same run; processor time and wall time:
//     node --import tsx bench/duplicates/threads.ts [--samples 200000]

type Job = { folder: string; files: string[]; does: 'parse' | 'sign' };
const threads = 2;
const rounds = 3;
const samplesInFile = 800;

if (isMainThread) await main();
else await work(workerData as Job);

async function main(): Promise<void> {
  const asked = process.argv.indexOf('--samples');
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-bench-'));
  writeFiles(folder, asked < 0 ? 200_000 : Number(process.argv[asked + 1]));
  const best = { parse: 0, sign: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const does of ['parse', 'sign'] as const)
      best[does] = Math.max(best[does], await rateOf(folder, does));
  }
  print(`ratio, best of ${rounds} rounds each: ${(best.sign / best.parse).toFixed(3)}`);
  rmSync(folder, { recursive: true });
}

function writeFiles(folder: string, samples: number): void {
  let lines: string[] = [];
  let file = 0;
  const flush = () => {
    writeFileSync(join(folder, `${String(file++).padStart(6, '0')}.jsonl`), lines.join(''));
    lines = [];
  };
  for (const line of makeSamples(samples)) if (lines.push(line) === samplesInFile) flush();
  if (lines.length > 0) flush();
}

/** Samples a second of processor time on both threads: what starting them takes is left out. */
async function rateOf(folder: string, does: Job['does']): Promise<number> {
  const files = readdirSync(folder).sort();
  const share = Math.ceil(files.length / threads);
  const workers = Array.from({ length: threads }, (_, index) =>
    start({ folder, files: files.slice(index * share, (index + 1) * share), does }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (const worker of workers) worker.postMessage('go');
  const done = await Promise.all(workers.map((worker) => once(worker, 'message')));
  const { user, system } = process.cpuUsage(before);
  const samples = done.reduce((sum, [each]) => sum + Number(each), 0);
  const wall = (samples / (performance.now() - startedAt)) * 1e3;
  const cpu = ((samples * threads) / (user + system)) * 1e6;
  const rss = Math.round(process.memoryUsage().rss / 1e6);
  const say = (rate: number) => Math.round(rate).toLocaleString('en');
  print(
    `${does.padEnd(6)} ${say(wall)} samples/s of wall time, ${say(cpu)} of processor time, RSS ${rss} MB`,
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  return cpu;
}

/** tsx must be there before the file that it reads. */
function start(job: Job): Worker {
  const code = `import('tsx/esm/api').then(({ register }) => (register(), import('${import.meta.url}')))`;
  return new Worker(code, { eval: true, workerData: job });
}

async function work({ folder, files, does }: Job): Promise<void> {
  const project = await openProject(process.cwd());
  const checks = startChecks({ axes: project.axes }, ['json', 'schema', 'duplicates']);
  parentPort?.postMessage('ready');
  if (parentPort) await once(parentPort, 'message');
  if (does === 'parse') {
    parentPort?.postMessage(parse(folder, files));
    return;
  }
  const subjects = files.map((file) => fileAt(join(folder, file), folder));
  const { facts } = await lookAtSubjects({ ...project, subjects, checks });
  parentPort?.postMessage(facts.reduce((sum, { lines }) => sum + lines, 0));
}

function parse(folder: string, files: string[]): number {
  let samples = 0;
  for (const file of files) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n'))
      if (line !== '' && JSON.parse(line)) samples += 1;
  }
  return samples;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
