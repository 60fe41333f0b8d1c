/** Partners kept of one document, the most alike first: it needs one original. */
export const maxPartners = 16;

/**
 * For each younger document the older ones that it may repeat, as ranks (places in the order of age): 80 bytes for a
 * document that has any, four for one that has none.
 */
export type Partners = {
  /** Rank of the younger document → its row and one more, 0 where it has none. */
  rows: Uint32Array;
  used: number;
  /** What follows is by row. */
  youngers: Uint32Array;
  counts: Uint8Array;
  olders: Uint32Array;
  /** How many of the 128 numbers of the two signatures agree. */
  equals: Uint8Array;
};

export function emptyPartners(documents: number): Partners {
  const room = 64;
  return {
    rows: new Uint32Array(documents),
    used: 0,
    youngers: new Uint32Array(room),
    counts: new Uint8Array(room),
    olders: new Uint32Array(room * maxPartners),
    equals: new Uint8Array(room * maxPartners),
  };
}

/** Keeps a pair unless the younger document has sixteen better ones: more alike, or as much and older. */
export function addPartner(partners: Partners, younger: number, older: number, equal: number): void {
  const row = rowFor(partners, younger);
  const { counts, olders, equals } = partners;
  const start = row * maxPartners;
  const end = start + (counts[row] as number);
  let weakest = start;
  for (let at = start; at < end; at++) {
    if (olders[at] === older) return;
    if (isWeaker(partners, at, weakest)) weakest = at;
  }
  if (end < start + maxPartners) {
    weakest = end;
    counts[row] = end - start + 1;
  } else if (!isBetterThan(partners, weakest, older, equal)) return;
  olders[weakest] = older;
  equals[weakest] = equal;
}

/**
 * Calls back with every document that has partners, in the order in which they were found: documents of one template
 * come together, so that what is known of them is still at hand.
 */
export function eachYounger(
  { used, youngers, counts, olders }: Partners,
  visit: (younger: number, olders: Uint32Array) => void,
): void {
  for (let row = 0; row < used; row++) {
    const start = row * maxPartners;
    visit(youngers[row] as number, olders.subarray(start, start + (counts[row] as number)));
  }
}

function rowFor(partners: Partners, younger: number): number {
  const known = partners.rows[younger] as number;
  if (known !== 0) return known - 1;
  if (partners.used === partners.counts.length) grow(partners);
  partners.youngers[partners.used] = younger;
  partners.used += 1;
  partners.rows[younger] = partners.used;
  return partners.used - 1;
}

function grow(partners: Partners): void {
  const { youngers, counts, olders, equals } = partners;
  partners.youngers = new Uint32Array(youngers.length * 2);
  partners.youngers.set(youngers);
  partners.counts = new Uint8Array(counts.length * 2);
  partners.counts.set(counts);
  partners.olders = new Uint32Array(olders.length * 2);
  partners.olders.set(olders);
  partners.equals = new Uint8Array(equals.length * 2);
  partners.equals.set(equals);
}

function isWeaker({ equals, olders }: Partners, at: number, than: number): boolean {
  const [a, b] = [equals[at] as number, equals[than] as number];
  return a < b || (a === b && (olders[at] as number) > (olders[than] as number));
}

function isBetterThan({ equals, olders }: Partners, at: number, older: number, equal: number): boolean {
  const known = equals[at] as number;
  return equal > known || (equal === known && older < (olders[at] as number));
}
