import { type Documents, exactWordOf, isSubject, ranksOf } from './documents.ts';
import { type EachGroup, eachRun, sortByKey } from './group-equal.ts';

/** A document and the oldest one whose words have the same hash, as ranks. */
export type Repeat = { older: number; younger: number };

/** Documents that repeat an older one word by word, versions of one family too. */
export function findRepeats(documents: Documents, order: Uint32Array, eachGroup: EachGroup): Repeat[] {
  const repeats: Repeat[] = [];
  const keyOf = (word: 0 | 1) => (rank: number) => exactWordOf(documents, order[rank] as number, word);
  eachGroup(keyOf(0), ranksOf(order), (items, start, end) => {
    eachRun(sortByKey(keyOf(1), items.subarray(start, end)), (equal, first, last) => {
      const oldest = equal[first] as number;
      for (const rank of equal.subarray(first + 1, last)) {
        if (isSubject(documents, order[rank] as number)) repeats.push({ older: oldest, younger: rank });
      }
    });
  });
  return repeats;
}
