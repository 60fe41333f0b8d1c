/** Similarity of sorted sets of hashes, 0..1. */
export function jaccardOfSorted(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 1 : shared / all;
}

/**
 * Every pair with at least that similarity, exactly: two such sets share one of their rarest |x| − ⌈t·|x|⌉ + 1 members
 * (prefix filtering; Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007), and behind the first one
 * that they share there are enough members left (positional filtering; Xiao and others, "Efficient similarity joins for
 * near duplicate detection", 2008).
 */
export function* allPairs(
  sets: Uint32Array[],
  threshold: number,
): Generator<{ older: number; younger: number; similarity: number }> {
  const frequency = new Map<number, number>();
  for (const set of sets) for (const item of set) frequency.set(item, (frequency.get(item) ?? 0) + 1);
  const postings = new Map<number, Posting[]>();
  for (const [younger, set] of sets.entries()) {
    for (const [older, common] of meet(postings, rarest(set, frequency, threshold), younger, sets)) {
      const other = sets[older] as Uint32Array;
      if (common < (threshold / (1 + threshold)) * (set.length + other.length) - 1e-9) continue;
      const similarity = jaccardOfSorted(set, other);
      if (similarity >= threshold) yield { older, younger, similarity };
    }
  }
}

/** A set, and where in the order of rarity the item stands in it. */
type Posting = { index: number; position: number };

/** Those that have one of the items, and how many members they can have in common; `index` is among them from now on. */
function meet(
  postings: Map<number, Posting[]>,
  items: number[],
  index: number,
  sets: Uint32Array[],
): Map<number, number> {
  const met = new Map<number, number>();
  const left = (set: number, position: number) => (sets[set]?.length ?? 0) - position;
  for (const [position, item] of items.entries()) {
    const list = postings.get(item) ?? [];
    for (const other of list) {
      if (met.has(other.index)) continue;
      met.set(other.index, Math.min(left(index, position), left(other.index, other.position)));
    }
    list.push({ index, position });
    postings.set(item, list);
  }
  return met;
}

function rarest(set: Uint32Array, frequency: Map<number, number>, threshold: number): number[] {
  const prefix = set.length - Math.ceil(threshold * set.length) + 1;
  return [...set].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b).slice(0, prefix);
}
