import { expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { addCrowd, type Crowds, emptyCrowds, largestTemplate, membersByTemplate } from './crowds.ts';
import { type Documents, familyOf, headsAgree, isSubject, ranksOf, restsAgree, wordOf } from './documents.ts';
import { type EachGroup, sortByKey } from './group-equal.ts';
import { createTemplateJoin } from './join-template.ts';
import { maxMembers } from './key-lists.ts';
import { addPartner, emptyPartners, hasPartner, type Partners, sortPartners } from './partners.ts';

/**
 * Bands of four rows (locality-sensitive hashing): of pairs with a Jaccard similarity of .8 they bring 99.8 % together,
 * of those with .7 96 %: 1 − (1 − J⁴)¹² (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4).
 */
export const bands = 12;

/** Documents that share a band in larger groups than this are a crowd, and not compared each with each. */
const maxRun = 32;
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
 * The pairs that may be near-duplicates, at most 16 for each younger document. Pairs within a family and pairs of
 * references are left out. `order` lists the documents by age.
 */
export function findCandidates(documents: Documents, order: Uint32Array, eachGroup: EachGroup): Partners {
  const join: Join = {
    documents,
    order,
    partners: emptyPartners(order.length),
    crowds: emptyCrowds(documents, order),
    eachGroup,
    largest: 0,
  };
  const ranks = ranksOf(order);
  // Where templates flood the first band, all are found before any pairs are compared that they make needless.
  for (let band = 0; band < bands && (band === 0 || join.crowds.centres.length > 0); band++)
    eachRunOfBand(join, ranks, band, (run) => run.length > maxRun && addCrowd(join.crowds, run));
  join.largest = largestTemplate(join.crowds);
  for (let band = 0; band < bands; band++)
    eachRunOfBand(join, ranks, band, (run) =>
      run.length > maxRun ? addCrowd(join.crowds, run) : compareEach(join, run),
    );
  joinTemplates(join);
  const { partners, crowds } = join;
  sortPartners(partners);
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
  /** Documents of the largest template, as far as they are known before any pairs are compared. */
  largest: number;
};

/** Calls back with the documents that share a band, where the youngest is a subject. */
function eachRunOfBand(
  { documents, order, crowds, eachGroup }: Join,
  ranks: Uint32Array,
  band: number,
  visit: (run: Uint32Array) => void,
): void {
  const keyOf = (rank: number) => wordOf(documents, order[rank] as number, band);
  const visitSubjects = (run: Uint32Array) => {
    // References are older than all subjects: the subjects stand at the end of a run.
    if (isSubject(documents, order[run[run.length - 1] as number] as number)) visit(run);
  };
  // In a flood nearly all repeat.
  eachGroup(keyOf, ranks, visitSubjects, crowds.centres.length > 0);
}

function compareEach(join: Join, run: Uint32Array): void {
  const { documents, order, crowds } = join;
  // Of a larger template the join forgets the oldest documents.
  const isTelling = run.length <= maxTelling && join.largest > maxMembers;
  if (!isTelling && isOfOneTemplate(crowds, run)) return;
  for (let y = run.length - 1; y > 0; y--) {
    const younger = run[y] as number;
    if (!isSubject(documents, order[younger] as number)) return;
    const template = crowds.templateOf[younger] as number;
    for (let o = 0; o < y; o++) {
      const older = run[o] as number;
      // Within a template they will be compared by what is not the template's.
      if (isTelling || template === 0 || template !== crowds.templateOf[older]) compare(join, older, younger);
    }
  }
}

function isOfOneTemplate({ templateOf }: Crowds, run: Uint32Array): boolean {
  const template = templateOf[run[0] as number];
  return template !== 0 && run.every((rank) => templateOf[rank] === template);
}

function joinTemplates(join: Join): void {
  const { documents, order, crowds } = join;
  if (crowds.centres.length === 0) return;
  const joinTemplate = createTemplateJoin(documents, order, minEqual);
  for (const [template, members] of membersByTemplate(crowds).entries()) {
    const centre = crowds.centres[template] as Uint32Array;
    joinTemplate(members, centre, (older, younger, equal) => keep(join, older, younger, equal));
  }
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

function keep({ documents, order, partners }: Join, older: number, younger: number, equal: number): void {
  if (isOneFamily(documents, order[younger] as number, order[older] as number)) return;
  addPartner(partners, younger, older, equal);
}

function isOneFamily(documents: Documents, a: number, b: number): boolean {
  const family = familyOf(documents, a);
  return family !== 0 && family === familyOf(documents, b);
}
