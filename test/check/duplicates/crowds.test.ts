import { describe, expect, it } from 'vitest';
import {
  addCrowd,
  addNearest,
  type Crowds,
  emptyCrowds,
  largestTemplate,
  membersByTemplate,
  mergeTemplates,
} from '../../../scripts/check/duplicates/crowds.ts';
import { byAge, wordOf } from '../../../scripts/check/duplicates/documents.ts';
import { randomAt } from '../../../scripts/sample/random.ts';
import { signedDocuments } from '../../support/signed-documents.ts';

/** The signature of a text of that template: so many of 128 numbers are its own. Templates have the first few in common. */
function signatureOf(template: number, own: number, text: number, common = 50): Uint32Array {
  return Uint32Array.from({ length: 128 }, (_, at) =>
    randomAt(at, 900 + text) % 128 < own
      ? randomAt(at, 5_000 + text)
      : randomAt(at, at < common ? 77 : template),
  );
}

const perTemplate = 60;

/** Texts of templates by turns, then those of none; the crowds have been told of nothing yet. */
function crowdsOf(templates: number, own: number, { strays = 0, common = 50 } = {}): Crowds {
  const count = templates * perTemplate;
  const signatures = Array.from({ length: count + strays }, (_, text) =>
    signatureOf(text < count ? text % templates : 100 + text, own, text, common),
  );
  const documents = signedDocuments(signatures);
  return emptyCrowds(documents, byAge(documents));
}

const ranksOf = (templates: number, template: number, from = 0, to = perTemplate) =>
  Uint32Array.from({ length: to - from }, (_, i) => (from + i) * templates + template);

const membersOf = (crowds: Crowds) => membersByTemplate(crowds).map((members) => [...members]);

describe('crowds', () => {
  it('of one template are one, however often they are seen, and those of another are another', () => {
    const crowds = crowdsOf(2, 26);
    for (const template of [0, 1, 0, 1]) {
      addCrowd(crowds, ranksOf(2, template, 0, 40));
      // Most of it is of the one before.
      addCrowd(crowds, ranksOf(2, template, 10, 60));
    }
    expect(membersOf(crowds)).toEqual([0, 1].map((template) => [...ranksOf(2, template)]));
    expect(largestTemplate(crowds)).toBe(perTemplate);
  });

  it('of one template are one where they share no member', () => {
    const crowds = crowdsOf(2, 26);
    for (const template of [0, 1]) {
      addCrowd(crowds, ranksOf(2, template, 0, 30));
      addCrowd(crowds, ranksOf(2, template, 30, 60));
    }
    expect(membersOf(crowds)).toEqual([0, 1].map((template) => [...ranksOf(2, template)]));
  });

  it('of one template are one, though half of each text is its own', () => {
    const crowds = crowdsOf(1, 50);
    addCrowd(crowds, ranksOf(1, 0, 0, 30));
    addCrowd(crowds, ranksOf(1, 0, 30, 60));
    expect(membersOf(crowds)).toEqual([[...ranksOf(1, 0)]]);
  });

  it.each([
    { common: 90, templates: 2 },
    { common: 102, templates: 1 },
  ])('of templates that agree in $common of 128 numbers are $templates', ({ common, templates }) => {
    const crowds = crowdsOf(2, 26, { common });
    for (const template of [0, 1]) addCrowd(crowds, ranksOf(2, template));
    mergeTemplates(crowds);
    expect(membersOf(crowds)).toHaveLength(templates);
    if (templates === 2)
      expect(membersOf(crowds)).toEqual([0, 1].map((template) => [...ranksOf(2, template)]));
  });

  it('are judged by all of it, not by its oldest members', () => {
    const crowds = crowdsOf(2, 26);
    addCrowd(crowds, ranksOf(2, 0, 0, 20));
    addCrowd(crowds, Uint32Array.from([...ranksOf(2, 0, 0, 20), ...ranksOf(2, 1)]));
    expect(membersOf(crowds)).toEqual([[...ranksOf(2, 0, 0, 20)], [...ranksOf(2, 1)]]);
  });

  it('are as large as the largest of them, whichever was seen first', () => {
    for (const sizes of [[perTemplate, 20] as const, [20, perTemplate] as const]) {
      const crowds = crowdsOf(2, 26);
      for (const [template, size] of sizes.entries()) addCrowd(crowds, ranksOf(2, template, 0, size));
      expect(largestTemplate(crowds)).toBe(perTemplate);
    }
  });

  it('leave a document to the template that it was given first', () => {
    const crowds = crowdsOf(2, 26);
    addCrowd(crowds, ranksOf(2, 0));
    // A crowd of the other one with a few strangers among it.
    addCrowd(crowds, Uint32Array.from([...ranksOf(2, 1), 0, 2, 4]));
    expect(membersOf(crowds)).toEqual([0, 1].map((template) => [...ranksOf(2, template)]));
  });

  it('that share more than their template become one when all members are looked at', () => {
    const crowds = crowdsOf(1, 26);
    // Half of the members, seen as a template of its own.
    addCrowd(crowds, ranksOf(1, 0, 0, 30));
    crowds.known.clear();
    addCrowd(crowds, ranksOf(1, 0, 30, 60));
    expect(membersOf(crowds)).toHaveLength(2);
    mergeTemplates(crowds);
    expect(membersOf(crowds)).toEqual([[...ranksOf(1, 0)]]);
  });
});

describe('the centre of a template', () => {
  const exact = crowdsOf(1, 0);
  addCrowd(exact, ranksOf(1, 0));
  const exactCentre = [...(exact.centres[0] ?? [])];

  it('is what most of its members have, number by number', () => {
    const crowds = crowdsOf(1, 40);
    addCrowd(crowds, ranksOf(1, 0));
    mergeTemplates(crowds);
    expect(crowds.centres.map((centre) => [...centre])).toEqual([exactCentre]);
  });

  it('is that of all members, where it was seen as several and few were in the first', () => {
    const crowds = crowdsOf(1, 26);
    addCrowd(crowds, ranksOf(1, 0, 0, 3));
    crowds.known.clear();
    addCrowd(crowds, ranksOf(1, 0, 3, 60));
    expect(crowds.centres).toHaveLength(2);
    mergeTemplates(crowds);
    expect(crowds.centres.map((centre) => [...centre])).toEqual([exactCentre]);
  });
});

describe('documents in no crowd', () => {
  it('get the template they are like, and none where they are like none', () => {
    const crowds = crowdsOf(2, 26, { strays: 10 });
    for (const template of [0, 1]) addCrowd(crowds, ranksOf(2, template, 0, 40));
    addNearest(crowds);
    expect(membersOf(crowds)).toEqual([0, 1].map((template) => [...ranksOf(2, template)]));
  });

  it('get one that they share two thirds with', () => {
    const crowds = crowdsOf(1, 45);
    addCrowd(crowds, ranksOf(1, 0, 0, 40));
    addNearest(crowds);
    expect(membersOf(crowds)).toEqual([[...ranksOf(1, 0)]]);
  });

  it('are all that get one: the others keep theirs', () => {
    const crowds = crowdsOf(2, 26);
    // Two of the other template were seen in a crowd of the first.
    addCrowd(crowds, Uint32Array.from([1, 3, ...ranksOf(2, 0)].sort((a, b) => a - b)));
    addCrowd(crowds, ranksOf(2, 1, 2, 40));
    addNearest(crowds);
    expect(membersOf(crowds)[1]).toEqual([...ranksOf(2, 1, 2)]);
  });

  it('are not given a template for four numbers alone', () => {
    const crowds = crowdsOf(1, 26);
    addCrowd(crowds, ranksOf(1, 0, 0, 40));
    const [centre = new Uint32Array()] = crowds.centres;
    // The second of two strangers has the first word of the centre; without it both would be alike.
    const strangers = [signatureOf(7, 0, 1), signatureOf(8, 0, 2)];
    for (let at = 0; at < 4; at++) strangers[1]![at] = signatureOf(0, 0, 0)[at]!;
    const documents = signedDocuments(strangers);
    const others = { ...emptyCrowds(documents, byAge(documents)), centres: [centre] };
    expect(wordOf(documents, 1, 0)).toBe(centre[0]);
    addNearest(others);
    expect(membersOf(others)).toEqual([[]]);
  });
});
