import { addDocument, byAge, emptyDocuments } from '../../scripts/check/duplicates/documents.ts';
import { findCandidates } from '../../scripts/check/duplicates/find-candidates.ts';
import { findNearest, type Pair } from '../../scripts/check/duplicates/find-nearest.ts';
import { createGrouping } from '../../scripts/check/duplicates/group-equal.ts';
import { eachYounger } from '../../scripts/check/duplicates/partners.ts';
import { createSigner } from '../../scripts/sample/minhash/create-signer.ts';
import { createShingleSets } from '../../scripts/sample/minhash/shingle-sets.ts';
import { allPairs } from './all-pairs.ts';
import { type Corpus, makeTexts, usualTemplates } from './make-corpus.ts';

// Signs, joins and verifies a corpus of planted near-duplicates in memory, and, with --truth, compares with every pair
// there is:
//     node --import tsx bench/duplicates/join.ts [--texts N] [--corpus zipf|templated] [--templates N] [--truth]

const print = (line: string) => process.stdout.write(`${line}\n`);
const option = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};

const corpus = option('corpus', 'zipf') as Corpus;
const count = Number(option('texts', '200000'));
const templates = Number(option('templates', String(usualTemplates)));
const signer = createSigner();
const documents = emptyDocuments();
const texts: Buffer[] = [];
let signing = 0;
for (const text of makeTexts(corpus, count, templates)) {
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
const cpu = process.cpuUsage();
let start = performance.now();
const candidates = findCandidates(documents, byAge(documents), createGrouping());
const joining = performance.now() - start;
const joiningCpu = process.cpuUsage(cpu).user / 1000;
// To read the texts again is not part of it.
const sets = createShingleSets(count);
const hashesOf = (index: number) => signer.hashes((texts[index] as Buffer).toString());
let verifying = 0;
const know = (index: number) => {
  if (sets.has(index)) return;
  const text = (texts[index] as Buffer).toString();
  const from = performance.now();
  sets.add(index, signer.hashes(text));
  verifying += performance.now() - from;
};
let candidatePairs = 0;
eachYounger(candidates, (younger, olders, start, end) => {
  candidatePairs += end - start;
  know(younger);
  for (let at = start; at < end; at++) know(olders[at] as number);
});
const hashing = verifying;
start = performance.now();
const nearest = findNearest(candidates, sets, 0.7);
verifying += performance.now() - start;
print(
  `  join            ${seconds(joining)} (CPU ${seconds(joiningCpu)})   ${candidatePairs} candidate pairs`,
);
print(
  `  verify          ${seconds(verifying)} (hashing  ${seconds(hashing)})   ${nearest.length} texts with an older one of .7 or more`,
);
print(`  join + verify   ${seconds(joining + verifying)}`);
print(`  RSS             ${Math.round(process.memoryUsage().rss / 1e6)} MB, texts included`);
if (process.argv.includes('--truth')) compareWithTruth();

/** Every pair of .7 or more that there is against those found; and the texts that have an older one like them. */
function compareWithTruth(): void {
  const all = Array.from({ length: count }, (_, index) => Uint32Array.from(new Set(hashesOf(index))).sort());
  const key = (older: number, younger: number) => older * count + younger;
  const found = allAlike();
  const known = new Set(found.map(({ older, younger }) => key(older, younger)));
  const limits = [['J ≥ .8', 0.8, 1.01] as const, ['.7 ≤ J < .8', 0.7, 0.8] as const];
  const pairs = limits.map(() => ({ all: 0, hit: 0 }));
  const alike = [0.8, 0.7].map((from) => ({ from, texts: new Set<number>() }));
  let right = 0;
  for (const { older, younger, similarity } of allPairs(all, 0.7)) {
    const limit = pairs[limits.findIndex(([, from, to]) => similarity >= from && similarity < to)];
    const isFound = known.has(key(older, younger));
    if (limit) limit.all += 1;
    if (limit && isFound) limit.hit += 1;
    if (isFound) right += 1;
    for (const { from, texts } of alike) if (similarity >= from) texts.add(younger);
  }
  for (const [index, [name]] of limits.entries()) {
    const { all, hit } = pairs[index] ?? { all: 0, hit: 0 };
    print(`  ${name.padEnd(15)} ${all} pairs, recall ${(hit / all).toFixed(4)}`);
  }
  for (const { from, texts } of alike) {
    const named = new Set(
      nearest.filter(({ similarity }) => similarity >= from).map(({ younger }) => younger),
    );
    const recall = [...texts].filter((text) => named.has(text)).length / texts.size;
    print(`  texts with an older one of ${from} or more: ${texts.size}, recall ${recall.toFixed(4)}`);
  }
  print(`  precision       ${(right / found.length).toFixed(4)}`);
  printEstimatorError(found);
}

/** Of the candidates not the nearest alone, but all pairs of .7 or more. */
function allAlike(): Pair[] {
  const alike: Pair[] = [];
  eachYounger(candidates, (younger, olders, start, end) => {
    sets.hold(younger);
    for (const older of olders.subarray(start, end)) {
      const similarity = sets.similarity(older);
      if (similarity >= 0.7) alike.push({ older, younger, similarity });
    }
  });
  return alike;
}

/** The error of the signature's estimate in units of the deviation that theory gives it: about 1 where both agree. */
function printEstimatorError(found: Pair[]): void {
  const textAt = (index: number) => (texts[index] as Buffer).toString();
  const errors = found.slice(0, 20_000).flatMap(({ older, younger, similarity }) => {
    const first = signer.sign(textAt(older)).slice();
    const other = signer.sign(textAt(younger));
    const equal = first.filter((number, index) => number === other[index]).length;
    const deviation = Math.sqrt((similarity * (1 - similarity)) / 128);
    return deviation === 0 ? [] : [(equal / 128 - similarity) / deviation];
  });
  const square = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  print(`  estimator       ${Math.sqrt(square).toFixed(3)} × √(J(1−J)/128), over ${errors.length} pairs`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2).padStart(6)} s`;
}
