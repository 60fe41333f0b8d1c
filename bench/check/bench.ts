import { checkFiles } from '../../scripts/check/check-files.ts';
import { checkNames, startChecks } from '../../scripts/check/checks.ts';
import { openProject } from '../../scripts/commands/project.ts';
import { makeSamples } from './make-samples.ts';

// How fast the checks are on one core, as a ratio to decode + split + JSON.parse of the same file in the same run:
//     npx tsx bench/check/bench.ts [--lines 40000] [--only json,schema,safety]
// The rounds alternate and the median of each counts, so that a busy machine disturbs all alike.

const rounds = 5;
const chunkBytes = 65_536;
const count = Number(option('--lines', '40000'));
const selections = option(
  '--only',
  'json|json,schema|json,schema,identity|json,schema,safety|json,schema,identity,safety',
)
  .split('|')
  .map((names) => names.split(',').filter((name) => checkNames.includes(name)));

const { axes, validateSample, validateRun } = await openProject(process.cwd());
const file = new TextEncoder().encode([...makeSamples(count)].join(''));

const contenders = [
  { name: 'decode + split + JSON.parse', run: baseline },
  ...selections.map((only) => ({ name: only.join(','), run: () => check(only) })),
];
const seconds = contenders.map((): number[] => []);
for (let round = 0; round < rounds; round += 1) {
  for (const [index, { run }] of contenders.entries()) {
    const start = performance.now();
    await run();
    seconds[index]?.push((performance.now() - start) / 1_000);
  }
}
const [base = Number.NaN] = seconds.map(median);
print(`${count} samples, ${Math.round(file.length / count)} bytes each, median of ${rounds} rounds`);
for (const [index, { name }] of contenders.entries()) {
  const taken = median(seconds[index] ?? []);
  const rate = Math.round(count / taken).toLocaleString('en');
  print(`  ${name.padEnd(34)} ${rate.padStart(9)} samples/s   ratio ${(base / taken).toFixed(3)}`);
}

async function baseline(): Promise<void> {
  let read = 0;
  for (const line of new TextDecoder().decode(file).split('\n'))
    if (line !== '' && JSON.parse(line)) read += 1;
  if (read !== count) throw new Error(`the baseline read ${read} of ${count} lines`);
}

async function check(only: string[]): Promise<void> {
  const { findings } = await checkFiles({
    subjects: [{ path: 'bench.jsonl', chunks }],
    checks: await startChecks({ axes }, only),
    validateSample,
    validateRun,
  });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${only}: ${errors.length} errors, ${errors[0]?.message}`);
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.length; start += chunkBytes) yield file.slice(start, start + chunkBytes);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
