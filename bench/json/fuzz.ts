import { disagreement } from '../../test/sample/json/disagreement.ts';
import { readHostileCases, readSuite } from '../../test/sample/json/fixtures.ts';
import { mutate, seedTexts } from '../../test/sample/json/mutate.ts';
import { lehmer } from './make-lines.ts';

// Flips, removes, repeats and puts in bytes, and asks of every result whether our readers and JSON.parse agree:
//     npx tsx bench/json/fuzz.ts [--seconds 10] [--seed 1]
// The first disagreement is printed and ends the loop with exit code 1.

const maxBytes = 4_096;
const seconds = option('--seconds', 10);
const seed = option('--seed', 1);
const random = lehmer(seed);

const starts = [
  ...seedTexts.map((text) => new TextEncoder().encode(text)),
  ...(readSuite() ?? []).map(({ bytes }) => bytes),
  ...(readHostileCases() ?? []).map(({ bytes }) => bytes),
].filter((bytes) => bytes.length <= maxBytes);

const end = performance.now() + seconds * 1_000;
let tried = 0;
while (performance.now() < end) {
  const start = starts[Math.floor(random() * starts.length)] ?? new Uint8Array();
  const bytes = mutate(start, random);
  const difference = attempt(bytes);
  tried += 1;
  if (difference === undefined) continue;
  print(
    `input ${tried} of seed ${seed}: ${difference}\nbytes (base64): ${Buffer.from(bytes).toString('base64')}`,
  );
  process.exit(1);
}
print(
  `${tried.toLocaleString('en')} inputs from ${starts.length} starts in ${seconds} s, seed ${seed}: no disagreement`,
);

function attempt(bytes: Uint8Array): string | undefined {
  try {
    return disagreement(bytes);
  } catch (error) {
    return `crash: ${error}`;
  }
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (Number.isFinite(value)) return value;
  print(`${name} takes a number`);
  process.exit(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
