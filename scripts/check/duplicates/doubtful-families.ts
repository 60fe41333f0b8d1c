import { expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { type Documents, familyOf, isSubject, signaturesAgree } from './documents.ts';

/** A version and the oldest version of its family, as ranks. */
export type Versions = { first: number; version: number };

/** Versions of a family share at least half of their shingles once the words that name a group are masked. */
export const minFamilySimilarity = 0.5;

/** Four standard deviations, √(J(1−J)/128), above what that similarity leads one to expect. */
const clearlyAlike = Math.ceil(expectedEqual(minFamilySimilarity + 4 * 0.0442));

/** The versions of declared families whose signatures leave a doubt that they belong together. */
export function doubtfulVersions(documents: Documents, order: Uint32Array): Versions[] {
  /** Family → the rank of its first version and one more. */
  const firsts = new Uint32Array(documents.families.count + 1);
  const doubtful: Versions[] = [];
  for (const [rank, doc] of order.entries()) {
    const family = familyOf(documents, doc);
    if (family === 0 || !isSubject(documents, doc)) continue;
    const first = (firsts[family] as number) - 1;
    if (first < 0) firsts[family] = rank + 1;
    else if (signaturesAgree(documents, order[first] as number, doc) < clearlyAlike)
      doubtful.push({ first, version: rank });
  }
  return doubtful;
}
