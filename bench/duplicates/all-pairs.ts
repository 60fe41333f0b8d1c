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
  const meeting: Meeting = {
    sets,
    threshold,
    postings: new Map(),
    metBy: new Int32Array(sets.length).fill(-1),
  };
  for (const [younger, set] of sets.entries()) {
    for (const older of meet(meeting, rarest(set, frequency, threshold), younger)) {
      const similarity = jaccardOfSorted(set, sets[older] as Uint32Array);
      if (similarity >= threshold) yield { older, younger, similarity };
    }
  }
}

type Meeting = {
  sets: Uint32Array[];
  threshold: number;
  /** Item → the sets that have it in their prefix, each with its place there: index × 65,536 + place. */
  postings: Map<number, number[]>;
  /** The last set that each one was met by: cheaper than a set of those met. */
  metBy: Int32Array;
};

/** Those that have one of the items and can have enough in common; `index` is among them from now on. */
function meet({ sets, threshold, postings, metBy }: Meeting, items: number[], index: number): number[] {
  const met: number[] = [];
  const length = sets[index]?.length ?? 0;
  for (const [place, item] of items.entries()) {
    const list = postings.get(item) ?? [];
    for (const posting of list) {
      const other = Math.floor(posting / 65_536);
      if (metBy[other] === index) continue;
      metBy[other] = index;
      const otherLength = sets[other]?.length ?? 0;
      const common = Math.min(length - place, otherLength - (posting & 65_535));
      if (common >= (threshold / (1 + threshold)) * (length + otherLength) - 1e-9) met.push(other);
    }
    list.push(index * 65_536 + place);
    postings.set(item, list);
  }
  return met;
}

/** The prefix, the rarest first. */
function rarest(set: Uint32Array, frequency: Map<number, number>, threshold: number): number[] {
  const prefix = set.length - Math.ceil(threshold * set.length) + 1;
  const keys = Float64Array.from(set, (item) => (frequency.get(item) ?? 0) * 2 ** 32 + item).sort();
  return Array.from(keys.subarray(0, prefix), (key) => key % 2 ** 32);
}
