import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  addDocument,
  byAge,
  copySignature,
  copySignatures,
  countReferences,
  emptyDocuments,
  exactWordOf,
  familyOf,
  headsAgree,
  mergeDocuments,
  placeOf,
  signaturesAgree,
  wordOf,
} from '../../../scripts/check/duplicates/documents.ts';
import { addRest, emptyRests, restOf, restWords } from '../../../scripts/check/duplicates/rests.ts';
import { openShelf } from '../../../scripts/check/write-shelf.ts';
import { familyId } from '../../../scripts/sample/identify.ts';
import { compact, compactWords } from '../../../scripts/sample/minhash/compact-signature.ts';
import { parameters } from '../../../scripts/sample/minhash/parameters.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenhand-shelf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const signatureAt = (index: number) =>
  Uint32Array.from({ length: parameters.permutations }, (_, at) => Math.imul(index + 1, at * 2 + 1));

function documentsOf(indexes: number[]) {
  const documents = emptyDocuments(() => openShelf(folder));
  for (const index of indexes) {
    addDocument(documents, {
      path: `data/${index % 3}.jsonl`,
      line: index + 1,
      role: index % 2 ? 'subject' : 'reference',
      family: index % 5 ? familyId('2026-11-24-site-visit-7c1e09aa', index % 7) : undefined,
      signature: signatureAt(index),
      exact: [index, index * 2],
    });
  }
  return documents;
}

describe('documents', () => {
  it('give back what was put in, of two states merged too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { maxLength: 20 }),
        fc.array(fc.nat(50), { maxLength: 200 }),
        (a, b) => {
          const documents = documentsOf(a);
          mergeDocuments(documents, documentsOf(b));
          const indexes = [...a, ...b];
          expect(documents.count).toBe(indexes.length);
          const docs = Uint32Array.from(indexes.keys());
          const together = new Uint32Array(indexes.length * compactWords);
          copySignatures(documents, docs.toReversed(), together);
          const [expected, found] = [new Uint32Array(compactWords), new Uint32Array(compactWords)];
          for (const [doc, index] of indexes.entries()) {
            compact(signatureAt(index), expected, 0);
            copySignature(documents, doc, found);
            expect(found).toEqual(expected);
            const at = (indexes.length - 1 - doc) * compactWords;
            expect(together.subarray(at, at + compactWords)).toEqual(expected);
            expect(wordOf(documents, doc, 31)).toBe(expected[31]);
            expect(exactWordOf(documents, doc, 1)).toBe(index * 2);
            expect(placeOf(documents, doc)).toEqual({
              path: `data/${index % 3}.jsonl`,
              line: index + 1,
              role: index % 2 ? 'subject' : 'reference',
            });
            expect(familyOf(documents, doc) === 0).toBe(index % 5 === 0);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('stand by age: references first, and how many there are is known', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 30 }), (indexes) => {
        const documents = documentsOf(indexes);
        const order = byAge(documents);
        const places = [...order].map((doc) => placeOf(documents, doc));
        const ages = places.map(({ role, path, line }) => `${role} ${path} ${String(line).padStart(3, '0')}`);
        expect(ages).toEqual(ages.toSorted());
        const references = places.filter(({ role }) => role === 'reference');
        expect(countReferences(documents, order)).toBe(references.length);
      }),
    );
  });

  it('know versions of one family, and how alike two signatures are', () => {
    const documents = documentsOf([1, 8, 2, 1]);
    expect(familyOf(documents, 0)).toBe(familyOf(documents, 1));
    expect(familyOf(documents, 0)).not.toBe(familyOf(documents, 2));
    expect(headsAgree(documents, 0, 3)).toBe(48);
    expect(signaturesAgree(documents, 0, 3)).toBe(128);
    expect(signaturesAgree(documents, 0, 2)).toBeLessThan(20);
  });
});

describe('rests on a shelf', () => {
  it('are found again in any order, and leave no file', () => {
    const rests = emptyRests(() => openShelf(folder), 2);
    const count = 70_000;
    for (let doc = 0; doc < count; doc++)
      addRest(
        rests,
        Uint32Array.from({ length: restWords }, (_, at) => doc * restWords + at),
      );
    expect(rests.pages).toHaveLength(2);
    for (let step = 0, doc = 0; step < 5_000; step++, doc = (doc + 44_497) % count) {
      const { page, at } = restOf(rests, doc);
      expect(page[at + restWords - 1]).toBe((doc + 1) * restWords - 1);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('say where there is no room', () => {
    expect(() => openShelf(join(folder, 'missing'))).toThrow(expect.objectContaining({ code: 'NO_SPACE' }));
  });
});
