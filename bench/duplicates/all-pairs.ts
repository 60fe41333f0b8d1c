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
export function allPairs(sets: Uint32Array[], threshold: number): Map<string, number> {
  const frequency = new Map<number, number>();
  for (const set of sets) for (const item of set) frequency.set(item, (frequency.get(item) ?? 0) + 1);
  const postings = new Map<number, number[]>();
  const pairs = new Map<string, number>();
  for (const [index, set] of sets.entries()) {
    for (const other of meet(postings, rarest(set, frequency, threshold), index)) {
      const length = sets[other]?.length ?? 0;
      if (Math.min(length, set.length) < threshold * Math.max(length, set.length)) continue;
      const similarity = jaccardOfSorted(set, sets[other] as Uint32Array);
      if (similarity >= threshold) pairs.set(`${other} ${index}`, similarity);
    }
  }
  return pairs;
}

function rarest(set: Uint32Array, frequency: Map<number, number>, threshold: number): number[] {
  const prefix = set.length - Math.ceil(threshold * set.length) + 1;
  return [...set].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b).slice(0, prefix);
}

/** Those that have one of the items, among whom `index` is from now on. */
function meet(postings: Map<number, number[]>, items: number[], index: number): Set<number> {
  const met = new Set<number>();
  for (const item of items) {
    const list = postings.get(item) ?? [];
    for (const other of list) met.add(other);
    list.push(index);
    postings.set(item, list);
  }
  return met;
}
