import { countEqual, expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { blockOf, type Documents, familyOf, isSubject, rowAt, wordOf } from './documents.ts';
import { eachRun, sortByKey } from './group-equal.ts';

/** A pair to look at closely. `equal` of 128 numbers of their signatures agree. Both are ranks: places in the order of age. */
export type Candidate = { older: number; younger: number; equal: number };

/**
 * Bands of four rows (locality-sensitive hashing): of pairs with a Jaccard similarity of .8 they bring 99.8 % together,
 * of those with .7 96 %: 1 − (1 − J⁴)¹² (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4).
 */
export const bands = 12;

/** Documents that share a band in larger groups than this are not compared each with each. */
const maxRun = 32;
/** In such a group each is compared with the oldest and with so many before it. */
const neighbours = 4;
/** Partners kept of one document, the most alike first: it needs one original. */
const maxPartners = 16;

/**
 * Two standard deviations, √(J(1−J)/128), below what a similarity of .7 leads one to expect: five below what .8 does.
 * Texts of one template are often just below .7, and all that passes here has its text read again.
 */
const minEqual = Math.floor(expectedEqual(0.7 - 2 * 0.0405));
/** The same by the first 32 of the 128 numbers, at four deviations: most pairs that are not alike end here. */
const firstWords = 8;
const minFirst = Math.floor(expectedEqual(0.7 - 4 * 0.081) / 4);

/**
 * The pairs that may be near-duplicates, at most 16 for each younger document. Pairs within a family and pairs of
 * references are left out. `order` lists the documents by age. Where one template floods a band, twelve more bands
 * of the signature part its documents again.
 */
export function findCandidates(documents: Documents, order: Uint32Array): Candidate[] {
  const ranks = Uint32Array.from(order.keys());
  const join: Join = { documents, order, flooded: new Uint32Array(order.length), partners: new Map() };
  for (let band = 0; band < bands; band++) joinBand(join, ranks, band);
  const rest = ranks.filter((rank) => join.flooded[rank] !== 0);
  for (let band = bands; band < 2 * bands && rest.length > 0; band++) joinBand(join, rest, band);
  return [...join.partners.values()].flat();
}

type Join = {
  documents: Documents;
  order: Uint32Array;
  /** Bit b of a rank: its group in band b was too large to compare each with each. */
  flooded: Uint32Array;
  partners: Map<number, Candidate[]>;
};

function joinBand(join: Join, ranks: Uint32Array, band: number): void {
  const { documents, order } = join;
  const keyOf = (rank: number) => wordOf(documents, order[rank] as number, band);
  eachRun(sortByKey(keyOf, ranks), (run) => {
    // References are older than all subjects: the subjects stand at the end of a run.
    const firstSubject = run.findIndex((rank) => isSubject(documents, order[rank] as number));
    if (firstSubject === -1) return;
    if (run.length <= maxRun) compareEach(join, run, firstSubject, band);
    else compareNeighbours(join, run, firstSubject, band);
  });
}

function compareEach(join: Join, run: Uint32Array, firstSubject: number, band: number): void {
  for (let y = Math.max(1, firstSubject); y < run.length; y++) {
    for (let o = 0; o < y; o++) compare(join, run[o] as number, run[y] as number, band);
  }
}

function compareNeighbours(join: Join, run: Uint32Array, firstSubject: number, band: number): void {
  for (const rank of run) markFlooded(join, rank, band);
  for (let y = Math.max(1, firstSubject); y < run.length; y++) {
    compare(join, run[0] as number, run[y] as number, band);
    for (let o = Math.max(1, y - neighbours); o < y; o++)
      compare(join, run[o] as number, run[y] as number, band);
  }
}

function markFlooded({ flooded }: Join, rank: number, band: number): void {
  flooded[rank] = (flooded[rank] as number) | (1 << band);
}

function compare(join: Join, older: number, younger: number, band: number): void {
  const { documents, order, flooded } = join;
  const a = order[older] as number;
  const b = order[younger] as number;
  const [aBlock, bBlock, aAt, bAt] = [blockOf(documents, a), blockOf(documents, b), rowAt(a), rowAt(b)];
  if (countEqual(aBlock, aAt, bBlock, bAt, firstWords) < minFirst) return;
  const equal = countEqual(aBlock, aAt, bBlock, bAt);
  if (equal < minEqual) return;
  const family = familyOf(documents, b);
  if (family !== 0 && family === familyOf(documents, a)) return;
  if (!metBefore(aBlock, aAt, bBlock, bAt, band, flooded[younger] as number))
    keep(join, { older, younger, equal });
}

/** Whether the two were compared in an earlier band already. */
function metBefore(
  a: Uint32Array,
  aAt: number,
  b: Uint32Array,
  bAt: number,
  band: number,
  flooded: number,
): boolean {
  for (let earlier = 0; earlier < band; earlier++) {
    if (a[aAt + earlier] === b[bAt + earlier] && ((flooded >>> earlier) & 1) === 0) return true;
  }
  return false;
}

function keep({ partners }: Join, candidate: Candidate): void {
  const known = partners.get(candidate.younger);
  if (!known) {
    partners.set(candidate.younger, [candidate]);
    return;
  }
  if (known.some(({ older }) => older === candidate.older)) return;
  if (known.length < maxPartners) {
    known.push(candidate);
    return;
  }
  let weakest = 0;
  for (let i = 1; i < known.length; i++)
    if (isBetter(known[weakest] as Candidate, known[i] as Candidate)) weakest = i;
  if (isBetter(candidate, known[weakest] as Candidate)) known[weakest] = candidate;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.equal > b.equal || (a.equal === b.equal && a.older < b.older);
}
