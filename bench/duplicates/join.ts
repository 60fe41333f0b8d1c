import { addDocument, byAge, emptyDocuments } from '../../scripts/check/duplicates/documents.ts';
import { findCandidates } from '../../scripts/check/duplicates/find-candidates.ts';
import { createSigner } from '../../scripts/sample/minhash/create-signer.ts';
import { allPairs, jaccardOfSorted } from './all-pairs.ts';
import { type Corpus, makeTexts } from './make-corpus.ts';

// Signs, joins and verifies a corpus of planted near-duplicates in memory, and, with --truth, compares with every pair
// there is:
//     node --import tsx bench/duplicates/join.ts [--texts N] [--corpus zipf|templated] [--truth]

const print = (line: string) => process.stdout.write(`${line}\n`);
const option = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};

const corpus = option('corpus', 'zipf') as Corpus;
const count = Number(option('texts', '200000'));
const signer = createSigner();
const documents = emptyDocuments();
const texts: Buffer[] = [];
let signing = 0;
for (const text of makeTexts(corpus, count)) {
  const start = performance.now();
  const signature = signer.sign(text);
  const facts = {
    path: 'a',
    line: documents.count + 1,
    role: 'subject',
    family: undefined,
    exact: [0, 0],
  } as const;
  addDocument(documents, { ...facts, signature });
  signing += performance.now() - start;
  texts.push(Buffer.from(text));
}
print(`${corpus}, ${count} texts (${signer.kernel} kernel)`);
print(
  `  sign and keep   ${seconds(signing)}   ${Math.round(count / (signing / 1000)).toLocaleString('en')} texts/s, one core`,
);

// CPU time too: other programs on the machine do not count in it.
let cpu = process.cpuUsage();
let start = performance.now();
const candidates = findCandidates(documents, byAge(documents));
const joining = performance.now() - start;
const joiningCpu = process.cpuUsage(cpu).user / 1000;
cpu = process.cpuUsage();
start = performance.now();
const sets = new Map<number, Uint32Array>();
const setOf = (index: number) => {
  const known = sets.get(index);
  if (known) return known;
  const set = Uint32Array.from(new Set(signer.hashes((texts[index] as Buffer).toString()))).sort();
  sets.set(index, set);
  return set;
};
const found = new Map<string, number>();
for (const { older, younger } of candidates) {
  const similarity = jaccardOfSorted(setOf(older), setOf(younger));
  if (similarity >= 0.7) found.set(`${older} ${younger}`, similarity);
}
const verifying = performance.now() - start;
const verifyingCpu = process.cpuUsage(cpu).user / 1000;
print(
  `  join            ${seconds(joining)} (CPU ${seconds(joiningCpu)})   ${candidates.length} candidate pairs`,
);
print(
  `  verify          ${seconds(verifying)} (CPU ${seconds(verifyingCpu)})   ${found.size} pairs of .7 or more`,
);
print(`  join + verify   ${seconds(joining + verifying)} (CPU ${seconds(joiningCpu + verifyingCpu)})`);
print(`  RSS             ${Math.round(process.memoryUsage().rss / 1e6)} MB, texts included`);
if (process.argv.includes('--truth')) compareWithTruth();

function compareWithTruth(): void {
  const all = Array.from({ length: count }, (_, index) => setOf(index));
  const truth = allPairs(all, 0.7);
  for (const [name, from, to] of [['J ≥ .8', 0.8, 1.01] as const, ['.7 ≤ J < .8', 0.7, 0.8] as const]) {
    const pairs = [...truth].filter(([, similarity]) => similarity >= from && similarity < to);
    const hit = pairs.filter(([pair]) => found.has(pair)).length;
    print(`  ${name.padEnd(12)} ${pairs.length} pairs, recall ${(hit / pairs.length).toFixed(4)}`);
  }
  const gated = new Set(
    [...truth].filter(([, similarity]) => similarity >= 0.8).map(([pair]) => younger(pair)),
  );
  const named = new Set(
    [...found].filter(([, similarity]) => similarity >= 0.8).map(([pair]) => younger(pair)),
  );
  const both = [...gated].filter((index) => named.has(index)).length;
  print(
    `  near-duplicates (J ≥ .8 to an older text): ${gated.size}, found ${(both / gated.size).toFixed(4)}`,
  );
  const wrong = [...found.keys()].filter((pair) => !truth.has(pair)).length;
  print(`  precision       ${((found.size - wrong) / found.size).toFixed(4)}`);
  printEstimatorError();
}

/** The error of the signature's estimate in units of the deviation that theory gives it: about 1 where both agree. */
function printEstimatorError(): void {
  const textAt = (index: number) => (texts[index] as Buffer).toString();
  const errors = [...found].slice(0, 20_000).flatMap(([pair, similarity]) => {
    const [older = 0, second = 0] = pair.split(' ').map(Number);
    const first = signer.sign(textAt(older)).slice();
    const other = signer.sign(textAt(second));
    const equal = first.filter((number, index) => number === other[index]).length;
    const deviation = Math.sqrt((similarity * (1 - similarity)) / 128);
    return deviation === 0 ? [] : [(equal / 128 - similarity) / deviation];
  });
  const square = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  print(`  estimator       ${Math.sqrt(square).toFixed(3)} × √(J(1−J)/128), over ${errors.length} pairs`);
}

function younger(pair: string): number {
  return Number(pair.split(' ')[1]);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2).padStart(6)} s`;
}
