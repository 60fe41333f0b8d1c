import { compactWords, countEqual, expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { addToList } from '../check.ts';
import { copySignature, copySignatures, type Documents } from './documents.ts';

/** Documents that share a band in too large a group to compare each with each, parted by the template that made them. */
export type Crowds = {
  documents: Documents;
  order: Uint32Array;
  /** Rank → the number of its template and one more, 0 where it stands in no crowd. */
  templateOf: Uint32Array;
  /** For each template the signature whose every number is the most frequent one. */
  centres: Uint32Array[];
  /** A word of a centre, with its place in front → the templates that have it. */
  known: Map<number, number[]>;
};

/** Members that a crowd is judged by, and those that say what a template is once its members are known. */
const sampled = 32;
const sampledMembers = 64;
/** Numbers of 128 in which two crowds' centres agree if one template made both: three quarters. */
const minAgreement = 96;
/** A text shares more than half of its shingles with its template. */
const minLikeness = Math.round(expectedEqual(0.5));

export function emptyCrowds(documents: Documents, order: Uint32Array): Crowds {
  return { documents, order, templateOf: new Uint32Array(order.length), centres: [], known: new Map() };
}

/** Those of the crowd that have no template yet get that of the others, or of a crowd with nearly the same centre. */
export function addCrowd(crowds: Crowds, crowd: Uint32Array): void {
  const { templateOf } = crowds;
  if (!crowd.some((rank) => templateOf[rank] === 0)) return;
  const sample = sampleOf(crowd);
  const template = majority(crowds, sample) ?? nearest(crowds, centreOf(crowds, sample));
  for (const rank of crowd) {
    if (templateOf[rank] === 0) templateOf[rank] = template + 1;
  }
}

/** Documents without a template get the one that shares four numbers in a row with them, if they are like it. */
export function addNearest({ documents, order, templateOf, centres }: Crowds): void {
  if (centres.length === 0) return;
  const byWord = Array.from(
    { length: compactWords },
    (_, word) => new Map(centres.map((centre, template) => [centre[word] as number, template])),
  );
  const mayHave = slotsOf(centres);
  const nearestTo = (signature: Uint32Array): number | undefined => {
    for (let word = 0; word < compactWords; word++) {
      const numbers = signature[word] as number;
      // Asked first: nearly all are of none, and a map is slow to say so.
      if (mayHave[slotOf(word, numbers)] === 0) continue;
      const template = byWord[word]?.get(numbers);
      if (template === undefined) continue;
      if (countEqual(signature, 0, centres[template] as Uint32Array, 0) >= minLikeness) return template;
    }
    return undefined;
  };
  for (let rank = 0; rank < order.length; rank++) {
    if (templateOf[rank] !== 0) continue;
    copySignature(documents, order[rank] as number, looked);
    const template = nearestTo(looked);
    if (template !== undefined) templateOf[rank] = template + 1;
  }
}

const looked = new Uint32Array(compactWords);

/** For each word the hashes of what the centres have there, marked. */
function slotsOf(centres: readonly Uint32Array[]): Uint8Array {
  const slots = new Uint8Array(compactWords << slotBits);
  for (const centre of centres)
    for (const [word, numbers] of centre.entries()) slots[slotOf(word, numbers)] = 1;
  return slots;
}

const slotBits = 14;

function slotOf(word: number, numbers: number): number {
  return (word << slotBits) | (Math.imul(numbers, 0x9e37_79b1) >>> (32 - slotBits));
}

/**
 * Templates that were seen as several become one: crowds share more than their template says, such as what fills a slot, and
 * only many members show what all of them have.
 */
export function mergeTemplates(crowds: Crowds): void {
  const parts = centresOf(crowds);
  crowds.centres = [];
  crowds.known = new Map();
  const merged = parts.map((centre) => nearest(crowds, centre) + 1);
  if (crowds.centres.length === parts.length) return;
  const { templateOf } = crowds;
  for (const [rank, template] of templateOf.entries())
    if (template !== 0) templateOf[rank] = merged[template - 1] as number;
  crowds.centres = centresOf(crowds);
}

/** What most members of each template have: a crowd, by which it was first seen, shares more than the template says. */
function centresOf(crowds: Crowds): Uint32Array[] {
  return membersByTemplate(crowds).map((members) => centreOf(crowds, sampleOf(members, sampledMembers)));
}

/** How many members the largest template has. */
export function largestTemplate(crowds: Crowds): number {
  return sizesOf(crowds).reduce((largest, size) => Math.max(largest, size), 0);
}

function sizesOf({ templateOf, centres }: Crowds): Uint32Array {
  const sizes = new Uint32Array(centres.length + 1);
  for (const template of templateOf) sizes[template] = (sizes[template] as number) + 1;
  return sizes.subarray(1);
}

/** The members of each template, oldest first. */
export function membersByTemplate(crowds: Crowds): Uint32Array[] {
  const { templateOf, centres } = crowds;
  const members = Array.from(sizesOf(crowds), (size) => new Uint32Array(size));
  const filled = new Uint32Array(centres.length);
  for (const [rank, template] of templateOf.entries()) {
    if (template === 0) continue;
    const place = filled[template - 1] as number;
    (members[template - 1] as Uint32Array)[place] = rank;
    filled[template - 1] = place + 1;
  }
  return members;
}

function sampleOf(crowd: Uint32Array, size = sampled): Uint32Array {
  const step = Math.max(1, crowd.length / size);
  return Uint32Array.from(
    { length: Math.min(size, crowd.length) },
    (_, i) => crowd[Math.floor(i * step)] as number,
  );
}

/** The template that at least half of the sample has. */
function majority({ templateOf }: Crowds, sample: Uint32Array): number | undefined {
  const votes = new Map<number, number>();
  for (const rank of sample) {
    const template = templateOf[rank] as number;
    const count = (votes.get(template) ?? 0) + 1;
    votes.set(template, count);
    if (template !== 0 && count * 2 >= sample.length) return template - 1;
  }
  return undefined;
}

/** The most frequent number in each of 128 places. */
function centreOf(crowds: Crowds, sample: Uint32Array): Uint32Array {
  const numbers = new Uint8Array(signaturesOf(crowds, sample).buffer);
  const centre = new Uint8Array(compactWords * 4);
  const counts = new Uint8Array(256);
  for (let place = 0; place < centre.length; place++) {
    counts.fill(0);
    let most = 0;
    for (let at = place; at < numbers.length; at += centre.length) {
      const number = numbers[at] as number;
      counts[number] = (counts[number] as number) + 1;
      if ((counts[number] as number) > (counts[most] as number)) most = number;
    }
    centre[place] = most;
  }
  return new Uint32Array(centre.buffer);
}

function signaturesOf({ documents, order }: Crowds, sample: Uint32Array): Uint32Array {
  const signatures = new Uint32Array(sample.length * compactWords);
  copySignatures(
    documents,
    sample.map((rank) => order[rank] as number),
    signatures,
  );
  return signatures;
}

/** The template whose centre is nearly this one; a new one where there is none. */
function nearest(crowds: Crowds, centre: Uint32Array): number {
  const { centres, known } = crowds;
  for (const [word, numbers] of centre.entries()) {
    for (const template of known.get(word * 2 ** 32 + numbers) ?? []) {
      if (countEqual(centre, 0, centres[template] as Uint32Array, 0) >= minAgreement) return template;
    }
  }
  const template = centres.push(centre) - 1;
  for (const [word, numbers] of centre.entries()) addToList(known, word * 2 ** 32 + numbers, template);
  return template;
}
