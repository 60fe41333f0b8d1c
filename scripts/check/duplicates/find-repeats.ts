import { type Documents, exactWordOf, isSubject, ranksOf } from './documents.ts';
import { type EachGroup, eachRun, sortByKey } from './group-equal.ts';

/** A document and the oldest one whose words have the same hash, as ranks. */
export type Repeat = { older: number; younger: number };

/** Documents that repeat an older one word by word, versions of one family too. */
export function findRepeats(documents: Documents, order: Uint32Array, eachGroup: EachGroup): Repeat[] {
  const repeats: Repeat[] = [];
  const keyOf = (word: 0 | 1) => (rank: number) => exactWordOf(documents, order[rank] as number, word);
  eachGroup(keyOf(0), ranksOf(order), (run) => {
    eachRun(sortByKey(keyOf(1), run), ([oldest = 0, ...others]) => {
      for (const rank of others) {
        if (isSubject(documents, order[rank] as number)) repeats.push({ older: oldest, younger: rank });
      }
    });
  });
  return repeats;
}
