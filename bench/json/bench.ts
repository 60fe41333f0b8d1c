import { parseLine, parseStrict } from '../../scripts/sample/json/parse-line.ts';
import { splitLines } from '../../scripts/sample/split-lines.ts';
import { makeLines, type Script } from './make-lines.ts';

// How fast the strict reader is, as a ratio to decode + split + JSON.parse of the same file in the same run:
//     npx tsx bench/json/bench.ts [--lines N]
// The rounds of all readers alternate and the median of each counts, so that a busy machine disturbs all alike.

type Reader = { name: string; read(file: Uint8Array): number | Promise<number> };

const rounds = 7;
const chunkBytes = 65_536;

const baseline: Reader = {
  name: 'decode + split + JSON.parse',
  read(file) {
    const lines = new TextDecoder().decode(file).split('\n');
    let read = 0;
    for (const line of lines) if (line !== '' && JSON.parse(line)) read += 1;
    return read;
  },
};

const readers: Reader[] = [
  baseline,
  { name: 'splitLines + parseLine', read: (file) => readWith(parseLine, file) },
  { name: 'splitLines + strict path alone', read: (file) => readWith(parseStrict, file) },
];

async function readWith(parse: typeof parseLine, file: Uint8Array): Promise<number> {
  let read = 0;
  for await (const line of splitLines(chunksOf(file))) if (parse(line.bytes, line).ok) read += 1;
  return read;
}

async function* chunksOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.length; start += chunkBytes)
    yield file.subarray(start, start + chunkBytes);
}

async function measure(script: Script, count: number): Promise<void> {
  const file = new TextEncoder().encode(makeLines({ count, script, bytesPerLine: 500 }).join(''));
  const seconds = readers.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, reader] of readers.entries()) seconds[index]?.push(await time(reader, file, count));
  }
  const [base = Number.NaN, ...others] = seconds.map(median);
  print(`${script}: ${count} lines, ${Math.round(file.length / count)} bytes each`);
  for (const [index, { name }] of readers.entries()) {
    const taken = index === 0 ? base : (others[index - 1] ?? Number.NaN);
    const rate = Math.round(count / taken).toLocaleString('en');
    print(`  ${name.padEnd(34)} ${rate.padStart(10)} lines/s   ratio ${(base / taken).toFixed(2)}`);
  }
}

async function time({ name, read }: Reader, file: Uint8Array, count: number): Promise<number> {
  const start = performance.now();
  const lines = await read(file);
  if (lines !== count) throw new Error(`${name} read ${lines} of ${count} lines`);
  return (performance.now() - start) / 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const asked = process.argv.indexOf('--lines');
const count = asked < 0 ? 40_000 : Number(process.argv[asked + 1]);
for (const script of ['latin', 'mixed'] as const) await measure(script, count);
