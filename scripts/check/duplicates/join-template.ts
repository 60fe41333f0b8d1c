import { compactWords, countEqual } from '../../sample/minhash/compact-signature.ts';
import { copySignature, type Documents, isSubject } from './documents.ts';
import { clearLists, emptyKeyLists, enterKeys, mostShared } from './key-lists.ts';
import { createLevels } from './levels.ts';
import { createOwnKeys, type Keys } from './own-keys.ts';
import { maxPartners } from './partners.ts';

/** Members looked at closely, of those that share the most keys. */
const maxClose = 48;
/** With so many members like it among those that share rare keys, a member is not looked up by common ones. */
const enoughAlike = 4;
/** Members that differ from the template in no more numbers are alike among themselves: a Jaccard similarity of .75. */
const maxCentralOwn = 18;
const maxCentrals = 4;
/** Signatures of so many members are held together, 16 MiB; of more they are looked for where they stand. */
const maxHeld = 1 << 17;

/** A pair of ranks, and how many of the 128 numbers of their signatures agree. */
type Visit = (older: number, younger: number, equal: number) => void;

export type TemplateJoin = (members: Uint32Array, centre: Uint32Array, visit: Visit) => void;

/**
 * Finds, among the many documents that one template made, those that are more alike than the template makes them. What
 * the template says is in every signature and tells nothing; a number that is not the template's own stands for what
 * was filled in, and few share two of them. So each document is compared with those that share most of such pairs: the
 * work grows with the members, not with their pairs. Pairs with fewer than `minEqual` agreeing numbers are left out.
 */
export function createTemplateJoin(documents: Documents, order: Uint32Array, minEqual: number): TemplateJoin {
  const lists = emptyKeyLists();
  const keysOf = createOwnKeys();
  const levels = createLevels();
  const equals = new Uint8Array(maxClose);
  const own = new Uint32Array(compactWords);
  const other = new Uint32Array(compactWords);
  let held = new Uint32Array(0);
  return (members, centre, visit) => {
    clearLists(lists, members.length);
    const heldWords = Math.min(members.length, maxHeld) * compactWords;
    if (held.length < heldWords) held = new Uint32Array(heldWords);
    const centrals: number[] = [];
    for (let member = 0; member < members.length; member++) {
      const doc = order[members[member] as number] as number;
      copySignature(documents, doc, own);
      if (member < maxHeld) held.set(own, member * compactWords);
      const keys = keysOf(own, centre);
      if (isSubject(documents, doc)) visitAlike(members, member, keys, centrals, visit);
      enterKeys(lists, member, keys);
      if (keys.ownCount <= maxCentralOwn) addCentral(centrals, member);
    }
  };

  function visitAlike(
    members: Uint32Array,
    member: number,
    keys: Keys,
    centrals: readonly number[],
    visit: Visit,
  ): void {
    const alike = visitMostAlike(members, member, keys, 'rare', visit);
    if (alike < enoughAlike) visitMostAlike(members, member, keys, 'common', visit);
    for (const central of centrals) {
      const equal = equalTo(members, central);
      if (equal >= minEqual) visit(members[central] as number, members[member] as number, equal);
    }
  }

  /** Returns how many were alike. */
  function visitMostAlike(
    members: Uint32Array,
    member: number,
    keys: Keys,
    which: 'rare' | 'common',
    visit: Visit,
  ): number {
    const { met } = lists;
    const close = mostShared(lists, keys, { which, wanted: maxClose, levels });
    for (let i = 0; i < close; i++) equals[i] = equalTo(members, met[i] as number);
    const least = Math.max(minEqual, levels.reachedBy(maxPartners, equals, close));
    let alike = 0;
    for (let i = 0; i < close; i++) {
      const equal = equals[i] as number;
      if (equal < least) continue;
      alike += 1;
      visit(members[met[i] as number] as number, members[member] as number, equal);
    }
    return alike;
  }

  /** In how many numbers the signature at hand agrees with a member's. */
  function equalTo(members: Uint32Array, member: number): number {
    if (member < maxHeld) return countEqual(own, 0, held, member * compactWords);
    copySignature(documents, order[members[member] as number] as number, other);
    return countEqual(own, 0, other, 0);
  }
}

/** The oldest one stays: it is the original that the others are tied to. */
function addCentral(centrals: number[], member: number): void {
  if (centrals.length === maxCentrals) centrals.splice(1, 1);
  centrals.push(member);
}
