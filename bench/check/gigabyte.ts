import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { makeSamples } from './make-samples.ts';

// Memory and time of the command on a gigabyte of JSONL on disk, and on a gigabyte without one line feed:
//     npx tsx bench/check/gigabyte.ts [--only json,schema,identity,safety] [--gib 1]
// Exits 1 where the process grew beyond 512 MiB, or the long line took 2 s or more.

const maxRssMiB = 512;
const maxLongLineSeconds = 2;
const only = option('--only', '');
const bytes = Number(option('--gib', '1')) * 2 ** 30;

const folder = await mkdtemp(join(tmpdir(), 'evenhand-bench-'));
try {
  const path = join(folder, 'gigabyte.jsonl');
  await pipeline(Readable.from(blocks()), createWriteStream(path));
  const many = await check(path);
  print(`${only || 'all checks'}: ${many.samples} samples in ${many.seconds.toFixed(1)} s: ${many.codes}`);
  print(
    `  ${Math.round(many.samples / many.seconds).toLocaleString('en')} samples/s, at most ${many.rssMiB} MiB resident`,
  );
  await pipeline(Readable.from(longLine()), createWriteStream(path));
  const long = await check(path);
  print(`one line of ${bytes} bytes: ${long.codes} after ${long.seconds.toFixed(2)} s, the start included`);
  const failed = many.rssMiB > maxRssMiB || long.seconds >= maxLongLineSeconds;
  process.exitCode = failed ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs the command by itself: the making of the file is no part of its memory. */
async function check(path: string) {
  const start = performance.now();
  const told = `data:text/javascript,process.on('exit',()=>console.error('maxRSS '+process.resourceUsage().maxRSS))`;
  const args = ['--import', told, 'scripts/bin.mjs', 'check', path, '--json'];
  const child = spawn(process.execPath, only ? [...args, '--only', only] : args);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const seconds = (performance.now() - start) / 1_000;
  const { samples, findings } = JSON.parse(out) as { samples: number; findings: { code: string }[] };
  const codes = [...new Set(findings.map(({ code }) => code))];
  const rssMiB = Math.round(Number(/maxRSS (\d+)/.exec(err)?.[1]) / 1_024);
  return { samples, rssMiB, seconds, codes: `${findings.length} findings ${codes.join()}` };
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

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
