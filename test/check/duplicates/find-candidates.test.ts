import { describe, expect, it } from 'vitest';
import { byAge, type Documents } from '../../../scripts/check/duplicates/documents.ts';
import { findCandidates } from '../../../scripts/check/duplicates/find-candidates.ts';
import { createGrouping } from '../../../scripts/check/duplicates/group-equal.ts';
import { maxLookedAt } from '../../../scripts/check/duplicates/join-template.ts';
import { eachYounger } from '../../../scripts/check/duplicates/partners.ts';
import { familyId } from '../../../scripts/sample/identify.ts';
import { createSigner } from '../../../scripts/sample/minhash/create-signer.ts';
import { jaccard, shinglesOf } from '../../../scripts/sample/minhash/shingles.ts';
import { maxAlike } from '../../../scripts/sample/minhash/signature-columns.ts';
import { randomAt } from '../../../scripts/sample/random.ts';
import { signedDocuments } from '../../support/signed-documents.ts';

const signer = createSigner();
const random = (at: number, below: number, seed: number) => randomAt(at, seed) % below;

/** Texts of two templates with five slots of twenty values: two of a template have a similarity of about .5. */
function floodOf(count: number): string[] {
  const fixed = [0, 1].map((template) =>
    Array.from({ length: 48 }, (_, word) => `t${template}w${random(word, 900, template)}`),
  );
  return Array.from({ length: count }, (_, text) => {
    const words = [...fixed[text % 2]!];
    for (let slot = 0; slot < 5; slot++)
      words.splice(slot * 9 + 8, 0, `s${slot}v${random(text * 5 + slot, 20, 7)}`, `x${slot}`);
    return words.join(' ');
  });
}

function candidatesOf(texts: string[], facts?: Parameters<typeof signedDocuments>[1]) {
  return pairsOf(
    signedDocuments(
      texts.map((text) => signer.sign(text).slice()),
      facts,
    ),
  );
}

/** Each younger document and its older candidates. */
function pairsOf(documents: Documents, compared?: number): Map<number, number[]> {
  const order = byAge(documents);
  const pairs = new Map<number, number[]>();
  eachYounger(findCandidates(documents, order, createGrouping(), compared), (younger, olders, start, end) => {
    pairs.set(
      order[younger]!,
      [...olders.subarray(start, end)].map((older) => order[older]!),
    );
  });
  return pairs;
}

it('candidates hold nearly all pairs with a similarity of .7 to .75', () => {
  const textOf = (seed: number) => Array.from({ length: 60 }, (_, at) => `w${random(at, 9_000, seed)}`);
  // Three words changed of sixty, apart from one another, leave 49 of 67 shingles; four, two of them together, 48 of 68.
  const places = [
    [9, 29, 49],
    [9, 29, 49, 50],
  ];
  const texts = Array.from({ length: 500 }, (_, pair) => {
    const words = textOf(1_000 + pair);
    const changed = words.map((word, at) => (places[pair % 2]!.includes(at) ? `c${word}` : word));
    return [words.join(' '), changed.join(' ')];
  }).flat();
  const similarities = texts.flatMap((text, at) =>
    at % 2 ? [jaccard(shinglesOf(texts[at - 1]!), shinglesOf(text))] : [],
  );
  expect(similarities.every((similarity) => similarity >= 0.7 && similarity < 0.75)).toBe(true);
  const found = candidatesOf(texts);
  const hit = texts.filter((_, at) => at % 2 && found.get(at)?.includes(at - 1));
  expect(hit.length / similarities.length).toBeGreaterThan(0.92);
});

describe('candidates among texts of a template', () => {
  const texts = floodOf(800);
  const shingles = texts.map(shinglesOf);

  it('give every text that is too much like an older one such an original', () => {
    const found = candidatesOf(texts);
    const pairs = shingles.flatMap((own, younger) =>
      shingles.slice(0, younger).flatMap((other, older) => {
        const similarity = older % 2 === younger % 2 ? jaccard(own, other) : 0;
        return similarity >= 0.7 ? [{ older, younger, similarity }] : [];
      }),
    );
    for (const { from, least } of [
      { from: 0.8, least: 0.99 },
      { from: 0.7, least: 0.97 },
    ]) {
      const alike = pairs.filter(({ similarity }) => similarity >= from);
      const having = new Set(alike.map(({ younger }) => younger));
      const hit = alike.filter(({ older, younger }) => found.get(younger)?.includes(older));
      const named = new Set(hit.map(({ younger }) => younger));
      expect(having.size).toBeGreaterThan(50);
      expect(named.size / having.size).toBeGreaterThanOrEqual(least);
    }
  });

  it('are few, each but once, and none of another template', () => {
    for (const [younger, olders] of candidatesOf(texts)) {
      expect(olders.length).toBeLessThanOrEqual(maxAlike);
      expect(new Set(olders).size).toBe(olders.length);
      for (const older of olders) expect([older < younger, (younger - older) % 2]).toEqual([true, 0]);
    }
  });

  it('hold a pair of which each is of another template', () => {
    // By the first band the two are of different templates; what else they hold no other has.
    const text = (seed: number, template: number) =>
      Uint32Array.from({ length: 128 }, (_, at) => randomAt(at, at < 4 ? template : seed));
    const signatures = Array.from({ length: 100 }, (_, seed) => text(seed, 900 + (seed % 2)));
    signatures.push(text(500, 900), text(500, 901));
    expect(pairsOf(signedDocuments(signatures))).toEqual(new Map([[101, [100]]]));
  });

  it('hold a pair of a template that no two texts share the first band of', () => {
    const text = (seed: number, first = seed) =>
      Uint32Array.from({ length: 128 }, (_, at) =>
        randomAt(at, at < 4 ? first : at < 48 || at % 3 === 0 ? 900 : seed),
      );
    const signatures = Array.from({ length: 100 }, (_, seed) => text(seed));
    signatures.push(text(20, 500));
    expect(pairsOf(signedDocuments(signatures))).toEqual(new Map([[100, [20]]]));
  });

  it('leave out pairs of a family, and references as the younger', () => {
    const isReference = (index: number) => index < 400;
    const found = candidatesOf(texts, (index) =>
      isReference(index)
        ? { role: 'reference' }
        : { family: familyId('2026-11-24-site-visit-7c1e09aa', index % 8) },
    );
    expect(found.size).toBeGreaterThan(100);
    for (const [younger, olders] of found) {
      expect(isReference(younger)).toBe(false);
      for (const older of olders) expect(isReference(older) || older % 8 !== younger % 8).toBe(true);
    }
  });

  it('hold the copy of an old text in a large flood', () => {
    const flood = floodOf(5_000);
    const copies = [10, 11, 500, 501, 1_000, 1_501, 2_000, 2_502];
    const found = candidatesOf([...flood, ...copies.map((at) => `${flood[at]} and more`)]);
    for (const [index, original] of copies.entries()) expect(found.get(5_000 + index)).toContain(original);
  });

  it('hold the copy of a text that is older than all that the join looks at', () => {
    const flood = floodOf(maxLookedAt(1) * 2 + 2_000);
    const copies = [10, 11, 500, 501];
    // What fills their slots no other text has.
    for (const at of copies) flood[at] = flood[at]!.replaceAll(/(s\d)v\d+/g, `$1own${at}`);
    const texts = [...flood, ...copies.map((at) => `${flood[at]} and more`)];
    const documents = signedDocuments(texts.map((text) => signer.sign(text).slice()));
    const found = pairsOf(documents, 1);
    for (const [index, original] of copies.entries())
      expect(found.get(flood.length + index)).toContain(original);
  });

  it('tie copies of the template itself to the oldest', () => {
    const copies = Array.from({ length: 100 }, (_, copy) =>
      texts[0]!
        .split(' ')
        .map((word, at) => (at === copy % 58 ? 'changed' : word))
        .join(' '),
    );
    const found = candidatesOf(copies);
    for (let copy = 1; copy < copies.length; copy++) expect(found.get(copy)).toContain(0);
  });
});
