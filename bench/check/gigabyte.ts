import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import { readFolder } from '../../scripts/check/read-folder.ts';
import { openProject } from '../../scripts/commands/project.ts';
import { addSample, emptySummary } from '../../scripts/report/summarise.ts';
import { makeSamples } from './make-samples.ts';

// Memory and time on a gigabyte of JSONL on disk, and on a gigabyte without one line feed:
//     npx tsx bench/check/gigabyte.ts [--only json,schema,identity,safety] [--gib 1]
// Exits 1 where the process grew beyond 512 MiB, or the long line took 2 s or more.

const maxRssMiB = 512;
const maxLongLineSeconds = 2;
const only = option('--only', 'json,schema,identity,safety').split(',');
const bytes = Number(option('--gib', '1')) * 2 ** 30;

const project = await openProject(process.cwd());
const folder = await mkdtemp(join(tmpdir(), 'evenhand-bench-'));
try {
  const path = join(folder, 'gigabyte.jsonl');
  await pipeline(Readable.from(blocks()), createWriteStream(path));
  const many = await check(path);
  print(`${only}: ${many.samples} samples in ${many.seconds.toFixed(1)} s, ${many.findings} findings`);
  print(
    `  ${Math.round(many.samples / many.seconds).toLocaleString('en')} samples/s, at most ${rssMiB()} MiB resident`,
  );
  await pipeline(Readable.from(longLine()), createWriteStream(path));
  const long = await check(path);
  print(`one line of ${bytes} bytes: ${long.codes.join()} after ${long.seconds.toFixed(3)} s`);
  const failed = rssMiB() > maxRssMiB || long.seconds >= maxLongLineSeconds;
  process.exitCode = failed ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function check(path: string) {
  const { axes, validateSample, validateRun } = project;
  const start = performance.now();
  const summary = emptySummary();
  let samples = 0;
  const { findings } = await checkFiles({
    subjects: await readFolder([path], folder),
    checks: startChecks({ axes }, only),
    validateSample,
    validateRun,
    onSample(sample) {
      samples += 1;
      addSample(summary, sample);
    },
  });
  const codes = findings.slice(0, 3).map(({ code }) => code);
  return { samples, findings: findings.length, codes, seconds: (performance.now() - start) / 1_000 };
}

/** Samples by the thousand until there are enough bytes. */
function* blocks(): Generator<string> {
  let written = 0;
  let block = '';
  for (const line of makeSamples(Number.MAX_SAFE_INTEGER)) {
    block += line;
    if (block.length < 500_000) continue;
    yield block;
    written += block.length;
    block = '';
    if (written >= bytes) return;
  }
}

function* longLine(): Generator<string> {
  yield '{"text":"';
  const piece = 'a'.repeat(2 ** 20);
  for (let written = 0; written < bytes; written += piece.length) yield piece;
  yield '"}\n';
}

function rssMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
