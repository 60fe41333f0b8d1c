import { expectedEqual } from '../../sample/minhash/compact-signature.ts';
import {
  addCrowd,
  addNearest,
  type Crowds,
  emptyCrowds,
  largestTemplate,
  membersByTemplate,
  mergeTemplates,
} from './crowds.ts';
import {
  countReferences,
  type Documents,
  familyOf,
  headsAgree,
  ranksOf,
  restsAgree,
  wordOf,
} from './documents.ts';
import { type EachGroup, sortByKey, type VisitGroup } from './group-equal.ts';
import { createTemplateJoin, maxLookedAt, olderBlocks, usualPairs } from './join-template.ts';
import { addPartner, emptyPartners, hasPartner, type Partners } from './partners.ts';

/**
 * Bands of four rows (locality-sensitive hashing): of pairs with a Jaccard similarity of .8 they bring 99.8 % together,
 * of those with .7 96 %: 1 − (1 − J⁴)¹² (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4).
 */
export const bands = 12;

/** Documents that share a band in larger groups than this are a crowd, and not compared each with each. */
const maxRun = 16;
/** So many do not share what fills a slot, but a template. */
const largeRun = maxRun * 16;
/** In a template too, a band that no more documents have holds something that the template does not say. */
const maxTelling = 8;

/**
 * Two standard deviations, √(J(1−J)/128), below what a similarity of .7 leads one to expect: five below what .8 does.
 * Texts of one template are often just below .7, and all that passes here has its text read again.
 */
const minEqual = Math.floor(expectedEqual(0.7 - 2 * 0.0405));
/** The same by the 48 numbers of the bands, at four deviations: most pairs that are not alike end here. */
const minHeads = Math.floor((expectedEqual(0.7 - 4 * 0.0661) * 48) / 128);

/**
 * The pairs that may be near-duplicates, the most alike of each younger document. Pairs within a family and pairs of
 * references are left out. `order` lists the documents by age.
 * @param pairs that are compared within templates, about
 */
export function findCandidates(
  documents: Documents,
  order: Uint32Array,
  eachGroup: EachGroup,
  pairs = usualPairs,
): Partners {
  const firstSubject = countReferences(documents, order);
  const join: Join = {
    documents,
    order,
    partners: emptyPartners(order.length),
    crowds: emptyCrowds(documents, order),
    eachGroup,
    firstSubject,
    blocks: olderBlocks(order.length - firstSubject, pairs),
    isOutgrown: false,
  };
  const ranks = ranksOf(order);
  // Where templates flood the first band, all their documents are found before any pairs are compared that this spares.
  addCrowdsOfFirstBand(join, ranks);
  mergeTemplates(join.crowds);
  const merged = join.crowds.centres.length;
  join.isOutgrown = largestTemplate(join.crowds) > maxLookedAt(join.blocks);
  for (let band = 0; band < bands; band++) {
    eachRunOfBand(join, ranks, band, (items, start, end) => {
      if (end - start > maxRun) addCrowd(join.crowds, items.subarray(start, end));
      else compareEach(join, items, start, end);
    });
  }
  if (join.crowds.centres.length > merged) mergeTemplates(join.crowds);
  joinTemplates(join);
  const { partners, crowds } = join;
  partners.visiting =
    crowds.centres.length === 0 ? ranks : sortByKey((rank) => crowds.templateOf[rank] as number, ranks).items;
  return partners;
}

type Join = {
  documents: Documents;
  order: Uint32Array;
  partners: Partners;
  crowds: Crowds;
  eachGroup: EachGroup;
  /** Ranks from this one on are subjects: references are older than all of them. */
  firstSubject: number;
  /** With so many blocks of older members of its template, beside its own block, a document is compared. */
  blocks: number;
  /** Whether in a template the join does not look at all older documents, so that its members are compared here too. */
  isOutgrown: boolean;
};

/** Large crowds first: in a template of thousands those that share what fills a slot are crowds too, and its members by then. */
function addCrowdsOfFirstBand(join: Join, ranks: Uint32Array): void {
  const { crowds } = join;
  const small: Uint32Array[] = [];
  eachRunOfBand(join, ranks, 0, (items, start, end) => {
    if (end - start > largeRun) addCrowd(crowds, items.subarray(start, end));
    else if (end - start > maxRun) small.push(items.slice(start, end));
  });
  addNearest(crowds);
  const known = crowds.centres.length;
  for (const crowd of small) addCrowd(crowds, crowd);
  if (crowds.centres.length > known) addNearest(crowds);
}

/** Calls back with the documents that share a band, where the youngest is a subject. */
function eachRunOfBand(
  { documents, order, crowds, firstSubject, isOutgrown, eachGroup }: Join,
  ranks: Uint32Array,
  band: number,
  visit: VisitGroup,
): void {
  const keyOf = (rank: number) => wordOf(documents, order[rank] as number, band);
  const visitSubjects: VisitGroup = (items, start, end) => {
    if ((items[end - 1] as number) >= firstSubject) visit(items, start, end);
  };
  eachGroup(keyOf, ranks, visitSubjects, isOutgrown ? undefined : crowds.templateOf);
}

function compareEach(join: Join, items: Uint32Array, start: number, end: number): void {
  const { crowds, firstSubject } = join;
  const isTelling = join.isOutgrown && end - start <= maxTelling;
  if (!isTelling && isOfOneTemplate(crowds, items, start, end)) return;
  for (let y = end - 1; y > start; y--) {
    const younger = items[y] as number;
    if (younger < firstSubject) return;
    const template = crowds.templateOf[younger] as number;
    for (let o = start; o < y; o++) {
      const older = items[o] as number;
      // Within a template they will be compared by what is not the template's.
      if (isTelling || template === 0 || template !== crowds.templateOf[older]) compare(join, older, younger);
    }
  }
}

function isOfOneTemplate({ templateOf }: Crowds, items: Uint32Array, start: number, end: number): boolean {
  const template = templateOf[items[start] as number];
  if (template === 0) return false;
  for (let at = start + 1; at < end; at++) if (templateOf[items[at] as number] !== template) return false;
  return true;
}

function joinTemplates({ documents, order, crowds, firstSubject, blocks, partners }: Join): void {
  if (crowds.centres.length === 0) return;
  const joinTemplate = createTemplateJoin({ documents, order, firstSubject, minEqual, blocks, partners });
  for (const [template, members] of membersByTemplate(crowds).entries())
    joinTemplate(members, crowds.centres[template] as Uint32Array);
}

function compare(join: Join, older: number, younger: number): void {
  const { documents, order } = join;
  if (hasPartner(join.partners, younger, older)) return;
  const a = order[older] as number;
  const b = order[younger] as number;
  const heads = headsAgree(documents, a, b);
  if (heads < minHeads || isOneFamily(documents, a, b)) return;
  const equal = heads + restsAgree(documents, a, b);
  if (equal >= minEqual) addPartner(join.partners, younger, older, equal);
}

function isOneFamily(documents: Documents, a: number, b: number): boolean {
  const family = familyOf(documents, a);
  return family !== 0 && family === familyOf(documents, b);
}
