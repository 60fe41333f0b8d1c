import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { makeSamples } from '../check/make-samples.ts';

// What two threads read of a folder of 400 KB files, each task in a process of its own, as ratios to the first:
//     limit   split the text and JSON.parse each line
//     sign    strict JSON, schema, signature
//     check   the checks json, schema and duplicates, up to their states: masking and exact keys as well
// and what is resident at most, of the command too that does all of it:
//     node --import tsx bench/duplicates/threads.ts [--samples 200000] [--rounds 3]

type Task = keyof typeof tasks;
type Job = { folder: string; files: string[]; task: Task };
type Measured = { cpu: number; wall: number; rss: number };

const threads = 2;
const samplesInFile = 800;
const here = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));

const tasks = { limit: parseOnly, sign: parseAndSign, check: look };

if (!isMainThread) await workElsewhere(workerData as Job);
else if (process.argv[2] === '--task') await measure(process.argv[3] as Task, process.argv[4] as string);
else main(numberAfter('--samples', 200_000), numberAfter('--rounds', 3));

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function main(samples: number, rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-bench-'));
  writeFiles(folder, samples);
  const best = new Map<string, Measured>();
  for (let round = 0; round < rounds; round++) {
    for (const task of Object.keys(tasks)) keepBest(best, task, runTask(task, folder));
  }
  const limit = best.get('limit')?.cpu ?? Number.NaN;
  for (const [task, { cpu, wall, rss }] of best) {
    const micros = (time: number) => ((time / samples) * 1e6).toFixed(2);
    print(
      `${task.padEnd(6)} ratio ${(limit / cpu).toFixed(3)}: ${micros(cpu)} µs of processor time a sample, ${micros(wall)} of wall time; ${rss} MB resident`,
    );
  }
  print(`the command "check --threads ${threads}": ${rssOfCommand(folder)} MB resident`);
  rmSync(folder, { recursive: true });
}

function keepBest(best: Map<string, Measured>, task: string, measured: Measured): void {
  const known = best.get(task) ?? measured;
  best.set(task, {
    cpu: Math.min(known.cpu, measured.cpu),
    wall: Math.min(known.wall, measured.wall),
    rss: Math.max(known.rss, measured.rss),
  });
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

function runTask(task: string, folder: string): Measured {
  const args = ['--import', join(root, 'scripts/register-typescript.mjs'), here, '--task', task, folder];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as Measured;
}

/** What the whole command has resident at most; it tells so when it ends. */
function rssOfCommand(folder: string): number {
  const tell = "process.on('exit', () => console.error('rss', process.resourceUsage().maxRSS))";
  const preload = `data:text/javascript,${encodeURIComponent(tell)}`;
  const command = [join(root, 'scripts/bin.mjs'), 'check', folder, '--only', 'json,schema,duplicates'];
  const out = execFileSync(
    'sh',
    [
      '-c',
      'exec "$0" "$@" 2>&1 >/dev/null',
      process.execPath,
      '--import',
      preload,
      ...command,
      '--threads',
      `${threads}`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return toMegabytes(Math.max(...[...out.matchAll(/^rss (\d+)$/gm)].map(([, kib]) => Number(kib))));
}

function toMegabytes(kib: number): number {
  return Math.round((kib * 1024) / 1e6);
}

/** Runs a task on this thread and another; what starting them takes is left out of the times. */
async function measure(task: Task, folder: string): Promise<void> {
  const files = readdirSync(folder).sort();
  const middle = Math.ceil(files.length / threads);
  const worker = startThread({ folder, files: files.slice(middle), task });
  const work = await tasks[task](folder, files.slice(0, middle));
  await once(worker, 'message');
  const startedAt = performance.now();
  const before = process.cpuUsage();
  worker.postMessage('go');
  const [own, [others]] = await Promise.all([work(), once(worker, 'message')]);
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - startedAt) / 1e3;
  if (own + Number(others) === 0) throw new Error('nothing was read');
  const rss = toMegabytes(process.resourceUsage().maxRSS);
  print(JSON.stringify({ cpu: (user + system) / 1e6, wall, rss } satisfies Measured));
  await worker.terminate();
}

/** What teaches Node TypeScript must be there before the file that it reads. */
function startThread(job: Job): Worker {
  const register = new URL('../../scripts/register-typescript.mjs', import.meta.url);
  const code = `import('${register}').then(() => import('${import.meta.url}'))`;
  return new Worker(code, { eval: true, workerData: job, execArgv: [] });
}

async function workElsewhere({ folder, files, task }: Job): Promise<void> {
  const work = await tasks[task](folder, files);
  parentPort?.postMessage('ready');
  if (parentPort) await once(parentPort, 'message');
  parentPort?.postMessage(await work());
}

/** A task that is ready to begin; it returns how many samples it has read. */
type Work = () => number | Promise<number>;

function parseOnly(folder: string, files: string[]): Work {
  return () => {
    let samples = 0;
    for (const file of files) {
      for (const line of readFileSync(join(folder, file), 'utf8').split('\n'))
        if (line !== '' && JSON.parse(line)) samples += 1;
    }
    return samples;
  };
}

async function parseAndSign(folder: string, files: string[]): Promise<Work> {
  const { parseEntry } = await import('../../scripts/check/parse-entry.ts');
  const { fileAt } = await import('../../scripts/check/read-folder.ts');
  const { createSigner } = await import('../../scripts/sample/minhash/create-signer.ts');
  const { compileSchema } = await import('../../scripts/sample/schema-validator.ts');
  const { splitBatches } = await import('../../scripts/sample/split-lines.ts');
  const { wholeText } = await import('../../scripts/sample/text.ts');
  const schema = join(root, 'schemas/sample.schema.json');
  const validate = compileSchema(JSON.parse(readFileSync(schema, 'utf8')) as object);
  const signer = createSigner();
  return async () => {
    let samples = 0;
    for (const { path, chunks } of files.map((file) => fileAt(join(folder, file), folder))) {
      for await (const lines of splitBatches(chunks())) {
        for (const line of lines) {
          const { sample } = parseEntry(line, { path, role: 'subject' }, validate);
          if (sample && signer.sign(wholeText(sample))) samples += 1;
        }
      }
    }
    return samples;
  };
}

async function look(folder: string, files: string[]): Promise<Work> {
  const { lookAtSubjects } = await import('../../scripts/check/check-files.ts');
  const { startChecks } = await import('../../scripts/check/checks.ts');
  const { fileAt } = await import('../../scripts/check/read-folder.ts');
  const { openProject } = await import('../../scripts/commands/project.ts');
  const project = await openProject(root);
  const checks = await startChecks({ axes: project.axes }, ['json', 'schema', 'duplicates']);
  const subjects = files.map((file) => fileAt(join(folder, file), folder));
  return async () => {
    const { facts } = await lookAtSubjects({ ...project, subjects, checks });
    return facts.reduce((sum, { lines }) => sum + lines, 0);
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
