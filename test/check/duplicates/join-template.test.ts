import { describe, expect, it } from 'vitest';
import { addDocument, byAge, emptyDocuments } from '../../../scripts/check/duplicates/documents.ts';
import {
  createTemplateJoin,
  maxLookedAt,
  olderBlocks,
  usualPairs,
} from '../../../scripts/check/duplicates/join-template.ts';
import { eachYounger, emptyPartners } from '../../../scripts/check/duplicates/partners.ts';
import { compact, compactWords } from '../../../scripts/sample/minhash/compact-signature.ts';
import { randomAt } from '../../../scripts/sample/random.ts';

const members = 17_000;
const template = Uint32Array.from({ length: 128 }, (_, at) => randomAt(at, 1));

/** Of 128 numbers the first 60 are the text's own: two texts agree in about 68. */
function signatureOf(text: number): Uint32Array {
  return template.map((number, at) => (at < 60 ? randomAt(at, 10 + text) : number));
}

/** A copy and its original: in one block, in a block and the one before, in the third and two before, and among the references. */
const copies = new Map([
  [90, 20],
  [8_000, 120],
  [8_300, 8_100],
  [16_390, 8_200],
  [16_800, 16_500],
  [16_900, 150],
]);
const references = 100;

const documents = emptyDocuments();
for (let text = 0; text < members; text++) {
  addDocument(documents, {
    path: 'a',
    line: text + 1,
    role: text < references ? 'reference' : 'subject',
    family: undefined,
    signature: signatureOf(copies.get(text) ?? text),
    exact: [text, 0],
  });
}

/** Each younger one and its older partners, where it is compared with so many blocks beside its own. */
function joinOf(blocks: number): [number, number[]][] {
  const order = byAge(documents);
  const partners = emptyPartners(members);
  const centre = new Uint32Array(compactWords);
  compact(template, centre, 0);
  const join = createTemplateJoin({
    documents,
    order,
    firstSubject: references,
    minEqual: 90,
    blocks,
    partners,
  });
  const ranks = Uint32Array.from({ length: members }, (_, rank) => rank);
  join(ranks, centre);
  partners.visiting = ranks;
  const found: [number, number[]][] = [];
  eachYounger(partners, (younger, olders, start, end) => {
    found.push([younger, [...olders.subarray(start, end)]]);
  });
  return found;
}

const pairs = [...copies].filter(([younger]) => younger >= references);

describe('what is more alike than its template', () => {
  it('is found in its block and in the one before', () => {
    const near = pairs.filter(([younger]) => younger !== 16_900);
    expect(joinOf(1)).toEqual(near.map(([younger, older]) => [younger, [older]]));
  });

  it('is found in blocks further before, as many as are looked at', () => {
    expect(joinOf(2)).toEqual(pairs.map(([younger, older]) => [younger, [older]]));
  });
});

it('looks at all older members where the pairs allow it, and at two blocks at least', () => {
  const subjects = 100_000;
  expect(maxLookedAt(olderBlocks(subjects, usualPairs))).toBeGreaterThan(subjects);
  expect(olderBlocks(1_000_000, usualPairs)).toBe(1);
  expect(olderBlocks(100_000_000, usualPairs)).toBe(1);
  expect(olderBlocks(0, usualPairs)).toBeGreaterThan(100);
});
