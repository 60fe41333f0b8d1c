import type { Alike } from '../../sample/minhash/signature-columns.ts';

/** Partners kept of one document outside of templates, in no order, the most alike of all: it needs one original. */
export const usualRoom = 16;

/**
 * For each younger document the older ones that it may repeat, as ranks (places in the order of age). A document
 * costs four bytes, one that has partners ten, and each place for a partner five more.
 */
export type Partners = {
  /** All ranks, those of one template together: so what is known of its documents is still at hand. */
  visiting: Uint32Array;
  /** Rank of the younger document → its row and one more, 0 where it has none. */
  rows: Uint32Array;
  usedRows: number;
  /** By row: where its partners stand, how many there are, and how many there is room for. */
  starts: Uint32Array;
  counts: Uint8Array;
  rooms: Uint8Array;
  usedCells: number;
  olders: Uint32Array;
  /** How many of the 128 numbers of the two signatures agree. */
  equals: Uint8Array;
};

export function emptyPartners(documents: number): Partners {
  return {
    visiting: new Uint32Array(0),
    rows: new Uint32Array(documents),
    usedRows: 0,
    starts: new Uint32Array(64),
    counts: new Uint8Array(64),
    rooms: new Uint8Array(64),
    usedCells: 0,
    olders: new Uint32Array(64 * usualRoom),
    equals: new Uint8Array(64 * usualRoom),
  };
}

/** Keeps a pair unless the younger document has no room but for better ones: more alike, or as much and older. */
export function addPartner(partners: Partners, younger: number, older: number, equal: number): void {
  const row = rowOf(partners, younger) ?? addRow(partners, younger, usualRoom);
  const { starts, counts, rooms, olders, equals } = partners;
  const start = starts[row] as number;
  const end = start + (counts[row] as number);
  let weakest = start;
  for (let at = start; at < end; at++) {
    if (olders[at] === older) return;
    if (isWeaker(partners, at, weakest)) weakest = at;
  }
  if (end < start + (rooms[row] as number)) {
    weakest = end;
    counts[row] = end - start + 1;
  } else if (!isBetterThan(partners, weakest, older, equal)) return;
  olders[weakest] = older;
  equals[weakest] = equal;
}

/**
 * Keeps what was found among the older documents of a template, whose ranks are `members` by place.
 * @param room for so many in all, where more of it may be found later
 */
export function addAlike(
  partners: Partners,
  younger: number,
  members: Uint32Array,
  alike: Alike,
  room = alike.found,
): void {
  const { found, places, equals } = alike;
  if (found === 0) return;
  if (rowOf(partners, younger) !== undefined) {
    for (let i = 0; i < found; i++)
      addPartner(partners, younger, members[places[i] as number] as number, equals[i] as number);
    return;
  }
  const row = addRow(partners, younger, room);
  const start = partners.starts[row] as number;
  for (let i = 0; i < found; i++) partners.olders[start + i] = members[places[i] as number] as number;
  for (let i = 0; i < found; i++) partners.equals[start + i] = equals[i] as number;
  partners.counts[row] = found;
}

export function hasPartner(partners: Partners, younger: number, older: number): boolean {
  const row = rowOf(partners, younger);
  if (row === undefined) return false;
  const { starts, counts, olders } = partners;
  const start = starts[row] as number;
  const end = start + (counts[row] as number);
  for (let at = start; at < end; at++) if (olders[at] === older) return true;
  return false;
}

/** Gets a document and its older partners, those of `olders` from `start` to before `end`. */
export type VisitYounger = (younger: number, olders: Uint32Array, start: number, end: number) => void;

/** Calls back with every document that has partners, in the order in which `visiting` lists the ranks. */
export function eachYounger(partners: Partners, visit: VisitYounger): void {
  const { visiting, starts, counts, olders } = partners;
  for (const younger of visiting) {
    const row = rowOf(partners, younger);
    if (row === undefined) continue;
    const start = starts[row] as number;
    visit(younger, olders, start, start + (counts[row] as number));
  }
}

function rowOf({ rows }: Partners, younger: number): number | undefined {
  const row = rows[younger] as number;
  return row === 0 ? undefined : row - 1;
}

function addRow(partners: Partners, younger: number, room: number): number {
  if (partners.usedRows === partners.starts.length) {
    partners.starts = doubled(partners.starts);
    partners.counts = doubled(partners.counts);
    partners.rooms = doubled(partners.rooms);
  }
  if (partners.usedCells + room > partners.olders.length) {
    partners.olders = doubled(partners.olders);
    partners.equals = doubled(partners.equals);
  }
  const row = partners.usedRows++;
  partners.rows[younger] = row + 1;
  partners.starts[row] = partners.usedCells;
  partners.rooms[row] = room;
  partners.usedCells += room;
  return row;
}

function doubled<Numbers extends Uint8Array | Uint32Array>(numbers: Numbers): Numbers {
  const larger = new (numbers.constructor as new (length: number) => Numbers)(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

function isWeaker({ equals, olders }: Partners, at: number, than: number): boolean {
  const [a, b] = [equals[at] as number, equals[than] as number];
  return a < b || (a === b && (olders[at] as number) > (olders[than] as number));
}

function isBetterThan({ equals, olders }: Partners, at: number, older: number, equal: number): boolean {
  const known = equals[at] as number;
  return equal > known || (equal === known && older < (olders[at] as number));
}
