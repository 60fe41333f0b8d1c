import { compactWords } from '../../sample/minhash/compact-signature.ts';
import { copySignature, type Documents, isSubject } from './documents.ts';
import { createLevels } from './levels.ts';
import { maxPartners } from './partners.ts';
import { clearLists, emptyValueLists, enterValues, forgetShared, mostShared } from './value-lists.ts';

const numbersOfSignature = compactWords * 4;
/** Members looked at closely, of those that share the most values. */
const maxClose = 96;
/** Members that differ from the template in no more numbers are alike among themselves: a Jaccard similarity of .75. */
const maxCentralOwn = 18;
const maxCentrals = 4;

/** A pair of ranks, and how many of the 128 numbers of their signatures agree. */
type Visit = (older: number, younger: number, equal: number) => void;

export type TemplateJoin = (members: Uint32Array, centre: Uint32Array, visit: Visit) => void;

/**
 * Finds, among the many documents that one template made, those that are more alike than the template makes them. What
 * the template says is in every signature and tells nothing; a number that is not the template's own stands for what
 * was filled in, and few share it. So each document is compared with those that share most of such numbers: the work
 * grows with the members, not with their pairs. Pairs with fewer than `minEqual` agreeing numbers are left out.
 */
export function createTemplateJoin(documents: Documents, order: Uint32Array, minEqual: number): TemplateJoin {
  const lists = emptyValueLists(numbersOfSignature);
  const signature = new Uint32Array(compactWords);
  const own = new Uint32Array(numbersOfSignature);
  const equals = new Uint8Array(numbersOfSignature);
  const levels = createLevels();
  return (members, centre, visit) => {
    clearLists(lists, members.length);
    /** Four words a member: which of its numbers are not the template's. */
    const masks = new Uint32Array(members.length * 4);
    const centrals: number[] = [];
    for (let member = 0; member < members.length; member++) {
      const doc = order[members[member] as number] as number;
      copySignature(documents, doc, signature);
      const ownCount = findOwn(centre, masks, member * 4);
      if (isSubject(documents, doc)) visitMostAlike(members, member, ownCount, masks, centrals, visit);
      enterValues(lists, member, own, ownCount);
      if (ownCount <= maxCentralOwn) addCentral(centrals, member);
    }
  };

  /** Fills `own` with the numbers of the signature that are not the template's, each as its place × 256 + its value. */
  function findOwn(centre: Uint32Array, masks: Uint32Array, maskAt: number): number {
    let count = 0;
    for (let word = 0; word < compactWords; word++) {
      const numbers = signature[word] as number;
      const differs = numbers ^ (centre[word] as number);
      for (let byte = 0; byte < 4 && differs !== 0; byte++) {
        if (((differs >>> (byte * 8)) & 255) === 0) continue;
        const place = word * 4 + byte;
        own[count++] = place * 256 + ((numbers >>> (byte * 8)) & 255);
        masks[maskAt + (place >>> 5)] = (masks[maskAt + (place >>> 5)] as number) | (1 << (place & 31));
      }
    }
    return count;
  }

  function visitMostAlike(
    members: Uint32Array,
    member: number,
    ownCount: number,
    masks: Uint32Array,
    centrals: readonly number[],
    visit: Visit,
  ): void {
    const rank = members[member] as number;
    const { shared, met } = lists;
    const equalTo = (other: number) =>
      numbersOfSignature - countEither(masks, other * 4, member * 4) + (shared[other] as number);
    const close = mostShared(lists, own, ownCount, { wanted: maxClose, levels });
    for (let i = 0; i < close; i++) equals[i] = equalTo(met[i] as number);
    const least = Math.max(minEqual, levels.reachedBy(maxPartners, equals, close));
    for (let i = 0; i < close; i++) {
      const equal = equals[i] as number;
      if (equal >= least) visit(members[met[i] as number] as number, rank, equal);
    }
    for (const central of centrals) {
      const equal = equalTo(central);
      if (equal >= minEqual) visit(members[central] as number, rank, equal);
    }
    forgetShared(lists);
  }
}

/** The oldest one stays: it is the original that the others are tied to. */
function addCentral(centrals: number[], member: number): void {
  if (centrals.length === maxCentrals) centrals.splice(1, 1);
  centrals.push(member);
}

/** Bits that stand in either of two masks of four words. */
function countEither(masks: Uint32Array, a: number, b: number): number {
  let sum = 0;
  for (let word = 0; word < 4; word++) {
    let bits = (masks[a + word] as number) | (masks[b + word] as number);
    bits -= (bits >>> 1) & 0x5555_5555;
    bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
    // Multiplying adds the four bytes up in the highest.
    sum += Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return sum;
}
