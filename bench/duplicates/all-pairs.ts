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
 * Every pair with at least that similarity, exactly: two such sets share one of their rarest
 * |x| − ⌈t·|x|⌉ + 1 members (prefix filtering; Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007).
 */
export function* allPairs(
  sets: Uint32Array[],
  threshold: number,
): Generator<{ older: number; younger: number; similarity: number }> {
  const frequency = new Map<number, number>();
  for (const set of sets) for (const item of set) frequency.set(item, (frequency.get(item) ?? 0) + 1);
  const postings = new Map<number, number[]>();
  /** The last set that each one was met by: cheaper than a set of those met. */
  const metBy = new Int32Array(sets.length).fill(-1);
  for (const [younger, set] of sets.entries()) {
    const met = rarest(set, frequency, threshold).flatMap((item) => meet(postings, item, younger));
    for (const older of met) {
      if (metBy[older] === younger) continue;
      metBy[older] = younger;
      const other = sets[older] as Uint32Array;
      if (Math.min(other.length, set.length) < threshold * Math.max(other.length, set.length)) continue;
      const similarity = jaccardOfSorted(set, other);
      if (similarity >= threshold) yield { older, younger, similarity };
    }
  }
}

function rarest(set: Uint32Array, frequency: Map<number, number>, threshold: number): number[] {
  const prefix = set.length - Math.ceil(threshold * set.length) + 1;
  return [...set].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b).slice(0, prefix);
}

/** Those that have the item, among whom `index` is from now on. */
function meet(postings: Map<number, number[]>, item: number, index: number): number[] {
  const list = postings.get(item) ?? [];
  const met = list.slice();
  list.push(index);
  postings.set(item, list);
  return met;
}
