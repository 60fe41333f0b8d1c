import { countEqual, expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { blockOf, type Documents, familyOf, isSubject, rowAt } from './documents.ts';

/** A version and the oldest version of its family, as ranks. */
export type Versions = { first: number; version: number };

/** Versions of a family share at least half of their shingles once the words that name a group are masked. */
export const minFamilySimilarity = 0.5;

/** Four standard deviations, √(J(1−J)/128), above what that similarity leads one to expect. */
const clearlyAlike = Math.ceil(expectedEqual(minFamilySimilarity + 4 * 0.0442));

/** The versions of declared families whose signatures leave a doubt that they belong together. */
export function doubtfulVersions(documents: Documents, order: Uint32Array): Versions[] {
  const firsts = new Map<number, number>();
  const doubtful: Versions[] = [];
  for (const [rank, doc] of order.entries()) {
    const family = familyOf(documents, doc);
    if (family === 0 || !isSubject(documents, doc)) continue;
    const first = firsts.get(family);
    if (first === undefined) firsts.set(family, rank);
    else if (agreement(documents, order[first] as number, doc) < clearlyAlike)
      doubtful.push({ first, version: rank });
  }
  return doubtful;
}

function agreement(documents: Documents, a: number, b: number): number {
  return countEqual(blockOf(documents, a), rowAt(a), blockOf(documents, b), rowAt(b));
}
