import { join } from 'node:path';
import { startChecks } from '../../scripts/check/checks.ts';
import { readBenchmarkHashes } from '../../scripts/check/contamination/read-benchmark-hashes.ts';
import { parseEntry } from '../../scripts/check/parse-entry.ts';
import { splitLines } from '../../scripts/sample/split-lines.ts';
import { allAxes } from '../../test/support/axes.ts';
import { projectRoot, schema } from '../../test/support/samples.ts';
import { makeLines, type Script } from '../json/make-lines.ts';

// How fast lines are read, held against the schema and judged for safety, as a ratio to decode + split + JSON.parse
// of the same file in the same run:
//     npx tsx bench/safety/bench.ts [--lines N]
// Time on the processor counts, all threads together; rounds alternate and the median of each counts, so that a busy
// machine disturbs all alike.

type Work = { name: string; run(file: Uint8Array): number | Promise<number> };

const rounds = 5;
const chunkBytes = 65_536;
const benchmarks = await readBenchmarkHashes(join(projectRoot, 'schemas/benchmarks'));
const validateSample = schema('sample');

const works: Work[] = [
  {
    name: 'decode + split + JSON.parse',
    run: (file) =>
      new TextDecoder()
        .decode(file)
        .split('\n')
        .filter((line) => line !== '' && JSON.parse(line)).length,
  },
  { name: 'strict read + schema', run: (file) => checkWith([], file) },
  { name: 'strict read + schema + safety', run: (file) => checkWith(['safety'], file) },
  { name: '… and contamination', run: (file) => checkWith(['safety', 'contamination'], file) },
];

async function checkWith(names: string[], file: Uint8Array): Promise<number> {
  const checks = await startChecks({ axes: allAxes, benchmarks }, names);
  let read = 0;
  for await (const line of splitLines(chunksOf(file))) {
    const entry = parseEntry(line, { path: 'a.jsonl', role: 'subject' }, validateSample);
    for (const check of checks) check.add(entry);
    read += 1;
  }
  // Words drawn at random from a short list come together again and again, as they should not.
  const errors = checks
    .flatMap((check) => check.finish())
    .filter(({ severity, code }) => severity === 'error' && code !== 'E_TRIGGER_NGRAM');
  if (errors.length > 0) throw new Error(`clean lines have ${errors.length} errors: ${errors[0]?.message}`);
  return read;
}

async function* chunksOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.length; start += chunkBytes)
    yield file.subarray(start, start + chunkBytes);
}

async function measure(script: Script, count: number): Promise<void> {
  const file = new TextEncoder().encode(makeLines({ count, script, bytesPerLine: 500 }).join(''));
  const seconds = works.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) seconds[index]?.push(await time(work, file, count));
  }
  const medians = seconds.map(median);
  print(`${script}: ${count} lines, ${Math.round(file.length / count)} bytes each`);
  for (const [index, { name }] of works.entries()) {
    const rate = Math.round(count / (medians[index] as number)).toLocaleString('en');
    const ratio = ((medians[0] as number) / (medians[index] as number)).toFixed(3);
    print(`  ${name.padEnd(34)} ${rate.padStart(10)} lines/s   ratio ${ratio}`);
  }
}

async function time({ name, run }: Work, file: Uint8Array, count: number): Promise<number> {
  const start = process.cpuUsage();
  const lines = await run(file);
  if (lines !== count) throw new Error(`${name} read ${lines} of ${count} lines`);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const asked = process.argv.indexOf('--lines');
const count = asked < 0 ? 20_000 : Number(process.argv[asked + 1]);
for (const script of ['latin', 'mixed'] as const) await measure(script, count);
