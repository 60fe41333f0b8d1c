import { describe, expect, it } from 'vitest';
import { byAge } from '../../../scripts/check/duplicates/documents.ts';
import {
  createTemplateJoin,
  maxLookedAt,
  olderBlocks,
  type TemplateJoin,
  usualPairs,
} from '../../../scripts/check/duplicates/join-template.ts';
import { eachYounger, emptyPartners, type Partners } from '../../../scripts/check/duplicates/partners.ts';
import { compact, compactWords } from '../../../scripts/sample/minhash/compact-signature.ts';
import { randomAt } from '../../../scripts/sample/random.ts';
import { signedDocuments } from '../../support/signed-documents.ts';

const members = 17_000;
const template = Uint32Array.from({ length: 128 }, (_, at) => randomAt(at, 1));

/** Of 128 numbers the first 60 are the text's own: two texts agree in about 68. */
function signatureOf(text: number): Uint32Array {
  return template.map((number, at) => (at < 60 ? randomAt(at, 10 + text) : number));
}

/**
 * A copy and its original: in one block, in a block and the one before, in the third and two before, among the references;
 * and one in the third block with an original near and many two blocks before.
 */
const copies = new Map([
  [90, 20],
  [8_000, 120],
  [8_300, 8_100],
  [16_390, 8_200],
  [16_800, 16_500],
  [16_900, 150],
  [16_950, 200],
  [16_960, 200],
  ...Array.from({ length: 18 }, (_, copy): [number, number] => [300 + copy * 7, 200]),
]);
const references = 100;

const documents = signedDocuments(
  Array.from({ length: members }, (_, text) => signatureOf(copies.get(text) ?? text)),
  (text) => (text < references ? { role: 'reference' } : {}),
);

const centre = new Uint32Array(compactWords);
compact(template, centre, 0);

function join(partners: Partners, blocks: number): TemplateJoin {
  const order = byAge(documents);
  return createTemplateJoin({ documents, order, firstSubject: references, minEqual: 90, blocks, partners });
}

/** Each younger one and its older partners, where it is compared with so many blocks beside its own. */
function joinOf(blocks: number): [number, number[]][] {
  const partners = emptyPartners(members);
  const ranks = Uint32Array.from({ length: members }, (_, rank) => rank);
  join(partners, blocks)(ranks, centre);
  partners.visiting = ranks;
  const found: [number, number[]][] = [];
  eachYounger(partners, (younger, olders, start, end) => {
    found.push([younger, [...olders.subarray(start, end)].sort((a, b) => a - b)]);
  });
  return found;
}

/** Each subject that is a copy, and what it is like among those from so many blocks before on. */
function expected(blocks: number): [number, number[]][] {
  const sources = new Map([...new Set(copies.values())].map((text) => [text, text]));
  for (const [copy, original] of copies) sources.set(copy, original);
  const texts = [...sources.keys()].sort((a, b) => a - b);
  return texts.flatMap((younger): [number, number[]][] => {
    const oldest = (Math.floor(younger / 8192) - blocks) * 8192;
    const olders = texts.filter(
      (text) => text < younger && text >= oldest && sources.get(text) === sources.get(younger),
    );
    // Where a member is not looked at again, sixteen are kept; of equals the first.
    const kept = blocks === 1 ? olders.slice(0, 16) : olders;
    return younger < references || kept.length === 0 ? [] : [[younger, kept]];
  });
}

describe('what is more alike than its template', () => {
  it('is found in its block and in the one before', () => {
    expect(joinOf(1)).toEqual(expected(1));
    expect(joinOf(1)).not.toEqual(expected(2));
  });

  it('is found in blocks further before, as many as are looked at', () => {
    expect(joinOf(2)).toEqual(expected(2));
  });

  it('is found sixteenfold among some thousand', () => {
    const partners = emptyPartners(members);
    const ranks = Uint32Array.from({ length: 3_000 }, (_, rank) => rank);
    join(partners, 1)(ranks, centre);
    partners.visiting = ranks;
    const found = new Map<number, number>();
    eachYounger(partners, (younger, _, start, end) => found.set(younger, end - start));
    // The last of nineteen copies has that many older ones; of equals the first are kept.
    expect(found.get(300 + 17 * 7)).toBe(16);
  });
});

it('looks at all older members where the pairs allow it, and at two blocks at least', () => {
  const subjects = 100_000;
  expect(maxLookedAt(olderBlocks(subjects, usualPairs))).toBeGreaterThan(subjects);
  expect(olderBlocks(1_000_000, usualPairs)).toBe(1);
  expect(olderBlocks(100_000_000, usualPairs)).toBe(1);
  expect(olderBlocks(0, usualPairs)).toBeGreaterThan(100);
});
