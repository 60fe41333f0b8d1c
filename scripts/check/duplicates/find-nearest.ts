import type { ShingleSets } from '../../sample/minhash/shingle-sets.ts';
import { eachYounger, type Partners } from './partners.ts';

/** A document, its original, and the share of their shingles that both have; documents by rank. */
export type Pair = { younger: number; older: number; similarity: number };

/**
 * For each document the partner most like it, by the hashes of their shingles, where that is at least `atLeast`; in the
 * order of age.
 */
export function findNearest(
  candidates: Partners,
  shingles: ShingleSets,
  atLeast: number,
  mayPair: (younger: number, older: number) => boolean = () => true,
): Pair[] {
  const nearest: Pair[] = [];
  eachYounger(candidates, (younger, olders, start, end) => {
    shingles.hold(younger);
    let best: Pair | undefined;
    for (let at = start; at < end; at++) {
      const older = olders[at] as number;
      const least = best?.similarity ?? atLeast;
      const similarity = shingles.similarity(older);
      if (similarity < least || !mayPair(younger, older)) continue;
      if (!best || similarity > best.similarity || older < best.older) best = { younger, older, similarity };
    }
    if (best) nearest.push(best);
  });
  return nearest.sort((a, b) => a.younger - b.younger);
}
