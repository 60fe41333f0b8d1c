import { compactWords, countEqual } from '../../sample/minhash/compact-signature.ts';
import { createSignatureRows } from '../../sample/minhash/signature-rows.ts';
import { copySignature, type Documents, isSubject } from './documents.ts';
import { clearLists, emptyKeyLists, enterKeys, maxMembers, mostShared } from './key-lists.ts';
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
  const rows = createSignatureRows();
  const own = new Uint32Array(compactWords);
  return (members, centre, visit) => {
    const room = Math.min(members.length, maxMembers);
    clearLists(lists, room);
    rows.reserve(room);
    const centrals: Central[] = [];
    for (let member = 0; member < members.length; member++) {
      const doc = order[members[member] as number] as number;
      copySignature(documents, doc, own);
      rows.put(member % maxMembers, own);
      const keys = keysOf(own, centre);
      if (isSubject(documents, doc)) visitAlike(members, member, keys, centrals, visit);
      enterKeys(lists, member % maxMembers, keys);
      if (keys.ownCount <= maxCentralOwn) addCentral(centrals, { member, signature: own.slice() });
    }
  };

  function visitAlike(
    members: Uint32Array,
    member: number,
    keys: Keys,
    centrals: readonly Central[],
    visit: Visit,
  ): void {
    const alike = visitMostAlike(members, member, keys, 'rare', visit);
    if (alike < enoughAlike) visitMostAlike(members, member, keys, 'common', visit);
    for (const central of centrals) {
      const equal = countEqual(own, 0, central.signature, 0);
      if (equal >= minEqual) visit(members[central.member] as number, members[member] as number, equal);
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
    // The newest members have the places of the lists and rows in turn.
    const place = member % maxMembers;
    const close = mostShared(lists, keys, { which, wanted: maxClose, levels });
    const equals = rows.countEqual(place, met, close);
    const least = Math.max(minEqual, levels.reachedBy(maxPartners, equals, close));
    let alike = 0;
    for (let i = 0; i < close; i++) {
      const equal = equals[i] as number;
      const age = (place - (met[i] as number)) & (maxMembers - 1);
      if (equal < least || age === 0) continue;
      alike += 1;
      visit(members[member - age] as number, members[member] as number, equal);
    }
    return alike;
  }
}

type Central = { member: number; signature: Uint32Array };

/** The oldest one stays: it is the original that the others are tied to. */
function addCentral(centrals: Central[], central: Central): void {
  if (centrals.length === maxCentrals) centrals.splice(1, 1);
  centrals.push(central);
}
