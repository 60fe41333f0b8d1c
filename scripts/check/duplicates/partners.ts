import { type Alike, maxAlike } from '../../sample/minhash/signature-columns.ts';

/** Partners kept of one document, in no order, the most alike of all: it needs one original. */
export const maxPartners = maxAlike;

/**
 * For each younger document the older ones that it may repeat, as ranks (places in the order of age): 80 bytes for a
 * document that has any, four for one that has none.
 */
export type Partners = {
  /** All ranks, those of one template together: so what is known of its documents is still at hand. */
  visiting: Uint32Array;
  /** Rank of the younger document → its row and one more, 0 where it has none. */
  rows: Uint32Array;
  used: number;
  /** What follows is by row. */
  counts: Uint8Array;
  olders: Uint32Array;
  /** How many of the 128 numbers of the two signatures agree. */
  equals: Uint8Array;
};

export function emptyPartners(documents: number): Partners {
  const room = 64;
  return {
    visiting: new Uint32Array(0),
    rows: new Uint32Array(documents),
    used: 0,
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

/** Keeps what was found among the older documents of a template, whose ranks are `members` by place. */
export function addAlike(partners: Partners, younger: number, members: Uint32Array, alike: Alike): void {
  const { found, places, equals } = alike;
  if (found === 0) return;
  const isKnown = partners.rows[younger] !== 0;
  if (isKnown) {
    for (let i = 0; i < found; i++)
      addPartner(partners, younger, members[places[i] as number] as number, equals[i] as number);
    return;
  }
  const row = rowFor(partners, younger);
  const start = row * maxPartners;
  for (let i = 0; i < found; i++) {
    partners.olders[start + i] = members[places[i] as number] as number;
    partners.equals[start + i] = equals[i] as number;
  }
  partners.counts[row] = found;
}

export function hasPartner({ rows, counts, olders }: Partners, younger: number, older: number): boolean {
  const row = (rows[younger] as number) - 1;
  if (row < 0) return false;
  const start = row * maxPartners;
  const end = start + (counts[row] as number);
  for (let at = start; at < end; at++) if (olders[at] === older) return true;
  return false;
}

/** Gets a document and its older partners, those of `olders` from `start` to before `end`. */
export type VisitYounger = (younger: number, olders: Uint32Array, start: number, end: number) => void;

/** Calls back with every document that has partners, in the order in which `visiting` lists the ranks. */
export function eachYounger({ visiting, rows, counts, olders }: Partners, visit: VisitYounger): void {
  for (const younger of visiting) {
    const row = (rows[younger] as number) - 1;
    if (row < 0) continue;
    const start = row * maxPartners;
    visit(younger, olders, start, start + (counts[row] as number));
  }
}

function rowFor(partners: Partners, younger: number): number {
  const known = partners.rows[younger] as number;
  if (known !== 0) return known - 1;
  if (partners.used === partners.counts.length) grow(partners);
  partners.used += 1;
  partners.rows[younger] = partners.used;
  return partners.used - 1;
}

function grow(partners: Partners): void {
  const { counts, olders, equals } = partners;
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
