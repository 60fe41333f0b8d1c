import {
  createSignatureColumns,
  maxAlike,
  type Tile,
  tileSignatures,
} from '../../sample/minhash/signature-columns.ts';
import { copySignatures, type Documents, familyOf } from './documents.ts';
import { addAlike, type Partners } from './partners.ts';

/** Members of a template that are looked at together: their signatures fit into a processor's second cache. */
const blockMembers = 8192;
const blockTiles = blockMembers / tileSignatures;
/** A block and the one before it. */
const lookedAtTogether = blockMembers * 2;

/**
 * Pairs that are compared within templates, half a minute's worth: for a million documents two blocks of older ones each, for
 * a hundred thousand all that there are.
 */
export const usualPairs = 2 ** 34;

/** Of a million, texts of a template of some thousand have more partners than can be looked at, and need one. */
const manyMembers = 2048;
const wantedOfMany = 16;

/** How many older blocks a document is compared with beside its own, for so many pairs of all subjects together. */
export function olderBlocks(subjects: number, pairs: number): number {
  return Math.max(1, Math.floor(pairs / (blockMembers * Math.max(1, subjects))) - 1);
}

/** The largest template whose members are each compared with every older one. */
export function maxLookedAt(blocks: number): number {
  return (blocks + 1) * blockMembers;
}

type Join = {
  documents: Documents;
  order: Uint32Array;
  /** Ranks before this one are references, which need no original. */
  firstSubject: number;
  /** Pairs with fewer agreeing numbers are left out. */
  minEqual: number;
  /** How many older blocks a member is compared with beside its own. */
  blocks: number;
  partners: Partners;
};

/** How many partners are wanted of a look, and room for how many is kept where more looks are taken. */
type Look = { wanted: number; room: number | undefined };

export type TemplateJoin = (members: Uint32Array, centre: Uint32Array) => void;

/**
 * Finds, among the many documents that one template made, those that are more alike than the template makes them: by the
 * numbers of their signatures that are not the template's own. Each is compared with the older ones of its own block and of
 * some blocks before, so that the work grows with the members and not with their pairs.
 */
export function createTemplateJoin(join: Join): TemplateJoin {
  const { documents, order, firstSubject, minEqual, blocks, partners } = join;
  const columns = createSignatureColumns();

  const enter = ({ signatures, families }: Tile, ranks: Uint32Array, number: number) => {
    const docs = ranks.map((rank) => order[rank] as number);
    families.set(docs.map((doc) => familyOf(documents, doc)));
    copySignatures(documents, docs, signatures);
    columns.enter(number);
  };

  /** Looks for partners of those that stand from one place to before another, in the tile entered last. */
  const findEach = (entered: Uint32Array, from: number, to: number, { wanted, room }: Look) => {
    for (let place = from; place < to; place++) {
      const rank = entered[place] as number;
      if (rank < firstSubject) continue;
      addAlike(partners, rank, entered, columns.findAlike(place, minEqual, wanted), room);
    }
  };

  /** Compares those of `entered` from `start` on with all before them. */
  const joinNear = (tile: Tile, entered: Uint32Array, start: number, look: Look) => {
    for (let first = 0; first < entered.length; first += tileSignatures) {
      const last = Math.min(first + tileSignatures, entered.length);
      enter(tile, entered.subarray(first, last), first / tileSignatures);
      findEach(entered, Math.max(first, start), last, look);
    }
  };

  /** Compares those of a block with those of a whole older one, a tile behind it at a time. */
  const joinFar = (tile: Tile, older: Uint32Array, younger: Uint32Array, look: Look) => {
    const entered = new Uint32Array(blockMembers + tileSignatures);
    entered.set(older);
    for (let number = 0; number < blockTiles; number++)
      enter(tile, older.subarray(number * tileSignatures, (number + 1) * tileSignatures), number);
    for (let first = 0; first < younger.length; first += tileSignatures) {
      const ranks = younger.subarray(first, first + tileSignatures);
      enter(tile, ranks, blockTiles);
      entered.set(ranks, blockMembers);
      findEach(entered, blockMembers, blockMembers + ranks.length, look);
    }
  };

  const joinBlock = (tile: Tile, members: Uint32Array, start: number, look: Look) => {
    const younger = members.subarray(start, start + blockMembers);
    if ((younger.at(-1) as number) < firstSubject) return;
    const before = Math.max(0, start - blockMembers);
    joinNear(tile, members.subarray(before, start + younger.length), start - before, look);
    const oldest = Math.max(0, start - blocks * blockMembers);
    for (let far = before - blockMembers; far >= oldest; far -= blockMembers)
      joinFar(tile, members.subarray(far, far + blockMembers), younger, look);
  };

  return (members, centre) => {
    const tile = columns.begin(Math.min(members.length, lookedAtTogether), centre);
    const look = lookAmong(members.length, blocks);
    for (let start = 0; start < members.length; start += blockMembers) joinBlock(tile, members, start, look);
  };
}

function lookAmong(members: number, blocks: number): Look {
  if (blocks === 1) return { wanted: members > manyMembers ? wantedOfMany : maxAlike, room: undefined };
  // Among tens of thousands many seem by chance as much alike as the original is.
  return { wanted: maxAlike, room: members > lookedAtTogether ? maxAlike * 2 : undefined };
}
