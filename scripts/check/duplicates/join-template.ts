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
/** Of so many older members at most a member is compared with each, and of half as many at least. */
export const maxLookedAt = blockMembers * 2;

/** In a larger template a text has more partners than can be looked at, and needs one. */
const manyMembers = 2048;
const wantedOfMany = 16;

type Join = {
  documents: Documents;
  order: Uint32Array;
  /** Ranks before this one are references, which need no original. */
  firstSubject: number;
  /** Pairs with fewer agreeing numbers are left out. */
  minEqual: number;
  partners: Partners;
};

export type TemplateJoin = (members: Uint32Array, centre: Uint32Array) => void;

/**
 * Finds, among the many documents that one template made, those that are more alike than the template makes them: by the
 * numbers of their signatures that are not the template's own. Each is compared with every older one; in a template that
 * outgrows two blocks with those of its own block and the block before, so that the work grows with the members and not
 * with their pairs.
 */
export function createTemplateJoin({
  documents,
  order,
  firstSubject,
  minEqual,
  partners,
}: Join): TemplateJoin {
  const columns = createSignatureColumns();

  const fill = ({ signatures, families }: Tile, ranks: Uint32Array) => {
    const docs = ranks.map((rank) => order[rank] as number);
    families.set(docs.map((doc) => familyOf(documents, doc)));
    copySignatures(documents, docs, signatures);
  };

  /** Compares those from `start` to before `end` with those before, and with one another. */
  const joinBlock = (tile: Tile, members: Uint32Array, start: number, end: number) => {
    const wanted = members.length > manyMembers ? wantedOfMany : maxAlike;
    const from = Math.max(0, start - blockMembers);
    const older = members.subarray(from, end);
    for (let first = 0; first < older.length; first += tileSignatures) {
      const last = Math.min(first + tileSignatures, older.length);
      fill(tile, older.subarray(first, last));
      columns.enter(first / tileSignatures);
      for (let place = Math.max(first, start - from); place < last; place++) {
        const rank = older[place] as number;
        if (rank >= firstSubject) addAlike(partners, rank, older, columns.findAlike(place, minEqual, wanted));
      }
    }
  };

  return (members, centre) => {
    const tile = columns.begin(Math.min(members.length, maxLookedAt), centre);
    for (let start = 0; start < members.length; start += blockMembers)
      joinBlock(tile, members, start, Math.min(start + blockMembers, members.length));
  };
}
