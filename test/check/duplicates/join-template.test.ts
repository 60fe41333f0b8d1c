import { expect, it } from 'vitest';
import { addDocument, byAge, emptyDocuments } from '../../../scripts/check/duplicates/documents.ts';
import { createTemplateJoin } from '../../../scripts/check/duplicates/join-template.ts';
import { eachYounger, emptyPartners } from '../../../scripts/check/duplicates/partners.ts';
import { compact, compactWords } from '../../../scripts/sample/minhash/compact-signature.ts';
import { randomAt } from '../../../scripts/sample/random.ts';

const members = 17_000;
const template = Uint32Array.from({ length: 128 }, (_, at) => randomAt(at, 1));

/** Of 128 numbers the first 60 are the text's own: two texts agree in about 68. */
function signatureOf(text: number): Uint32Array {
  return template.map((number, at) => (at < 60 ? randomAt(at, 10 + text) : number));
}

/** A copy and its original: in one block, in a block and the one before, in the third, and among the references. */
const copies = new Map([
  [90, 20],
  [8_000, 120],
  [8_300, 8_100],
  [16_390, 8_200],
  [16_800, 16_500],
]);
const references = 100;

it('finds what is more alike than its template, in its block and in the one before', () => {
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
  const order = byAge(documents);
  const partners = emptyPartners(members);
  const centre = new Uint32Array(compactWords);
  compact(template, centre, 0);
  const join = createTemplateJoin({ documents, order, firstSubject: references, minEqual: 90, partners });
  const ranks = Uint32Array.from({ length: members }, (_, rank) => rank);
  join(ranks, centre);
  partners.visiting = ranks;
  const found: [number, number[]][] = [];
  eachYounger(partners, (younger, olders, start, end) => {
    found.push([younger, [...olders.subarray(start, end)]]);
  });
  const expected = [...copies].filter(([younger]) => younger >= references);
  expect(found).toEqual(expected.map(([younger, older]) => [younger, [older]]));
});
