import { compactWords, expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { type Documents, familyOf, isSubject, signaturesAgree, wordOf } from './documents.ts';
import type { EachGroup } from './group-equal.ts';
import { largestSkeleton } from './largest-skeleton.ts';

/** Families that one template made; ranks of one version of each, the oldest first. */
export type TemplateFamily = { members: number[]; families: number };

/** Below so many families a share says little. */
const minFamilies = 50;
export const warnShare = 0.2;
export const gateShare = 0.5;
/** Versions of one template share more than half of their shingles, as a declared family does. */
const minEqual = Math.round(expectedEqual(0.5));
/** A share above 20 % can be had four times. */
const maxTemplates = 4;
/** Groups of equal bands that are tried as the beginning of a template family. */
const triedSeeds = 8;

/**
 * Templates that made more than 20 % of the families judged: texts that are alike as wholes, or that have the words
 * between many slots in common. Every member is compared with the oldest, or with what all share: no chain of likenesses
 * makes unlike texts one family.
 */
export function findTemplates(
  documents: Documents,
  order: Uint32Array,
  eachGroup: EachGroup,
): TemplateFamily[] {
  let ranks = oldestOfEachFamily(documents, order);
  const families = ranks.length;
  if (families < minFamilies) return [];
  const found: TemplateFamily[] = [];
  while (found.length < maxTemplates) {
    const star = largestStar({ documents, order, eachGroup }, ranks);
    const skeleton = largestSkeleton(documents, order, ranks, families * warnShare);
    const members = skeleton.length > star.length ? skeleton : star;
    if (members.length <= families * warnShare) break;
    found.push({ members, families });
    const taken = new Set(members);
    ranks = ranks.filter((rank) => !taken.has(rank));
  }
  return found;
}

function oldestOfEachFamily(documents: Documents, order: Uint32Array): Uint32Array {
  const seen = new Uint8Array(documents.families.count + 1);
  const ranks = new Uint32Array(order.length);
  let count = 0;
  for (const [rank, doc] of order.entries()) {
    if (!isSubject(documents, doc)) continue;
    const family = familyOf(documents, doc);
    if (family !== 0 && seen[family] !== 0) continue;
    seen[family] = 1;
    ranks[count++] = rank;
  }
  return ranks.slice(0, count);
}

type Look = { documents: Documents; order: Uint32Array; eachGroup: EachGroup };

function largestStar({ documents, order, eachGroup }: Look, ranks: Uint32Array): number[] {
  let seeds: Seed[] = [];
  for (let word = 0; word < compactWords; word++) {
    const keyOf = (rank: number) => wordOf(documents, order[rank] as number, word);
    eachGroup(keyOf, ranks, (items, start, end) =>
      seeds.push({ lead: items[start] as number, size: end - start }),
    );
    seeds = seeds.sort((a, b) => b.size - a.size || a.lead - b.lead).slice(0, triedSeeds * 4);
  }
  const leads = [...new Set(seeds.map(({ lead }) => lead))].slice(0, triedSeeds);
  let largest: number[] = [];
  for (const lead of leads) {
    const isAlike = (rank: number) =>
      signaturesAgree(documents, order[lead] as number, order[rank] as number) >= minEqual;
    const members = [...ranks.filter(isAlike)];
    if (members.length > largest.length) largest = members;
  }
  return largest;
}

/** The oldest of a group of equal bands, and the size of the group. */
type Seed = { lead: number; size: number };
