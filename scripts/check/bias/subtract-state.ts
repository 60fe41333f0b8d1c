import { type BiasState, emptyState } from './bias-state.ts';
import type { WordCounts } from './word-counts.ts';

/** A state without families that are part of it; what nothing is left of is not in it, as if it had never been. */
export function subtractState(whole: BiasState, part: BiasState): BiasState {
  const left = { ...emptyState(new Map()), groups: whole.groups };
  subtractSums(left.cells, whole.cells, part.cells);
  left.words = subtractWords(whole.words, part.words);
  for (const [lang, count] of whole.unmeasured) {
    const rest = count - (part.unmeasured.get(lang) ?? 0);
    if (rest > 0) left.unmeasured.set(lang, rest);
  }
  return left;
}

type Sums = Map<string, Float64Array>;

function subtractSums(into: Sums, whole: Sums, part: Sums): void {
  for (const [key, sums] of whole) {
    const taken = part.get(key);
    const rest = taken ? sums.map((sum, at) => sum - (taken[at] ?? 0)) : sums;
    if (!taken || rest.some((sum) => sum !== 0)) into.set(key, rest);
  }
}

function subtractWords(whole: WordCounts, part: WordCounts): WordCounts {
  const left: WordCounts = new Map();
  for (const [axis, words] of whole) {
    const ofAxis: Sums = new Map();
    subtractSums(ofAxis, words, part.get(axis) ?? new Map());
    if (ofAxis.size > 0) left.set(axis, ofAxis);
  }
  return left;
}
