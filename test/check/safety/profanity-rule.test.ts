import { describe, expect, it } from 'vitest';
import { profanityRule } from '../../../scripts/check/safety/profanity-rule.ts';
import { termsOfAxis } from '../../../scripts/sample/axis-terms.ts';
import { allAxes } from '../../support/axes.ts';
import { codesIn } from './find-in.ts';

const word = ['mother', 'fucker'].join('');
const ofLang = (lang: string) => ({ field: 'text', lang });

describe('profanityRule', () => {
  it('finds a word in any case and spelling of its letters, but no part of one', () => {
    for (const text of [`a ${word}!`, word.toUpperCase(), `${word}.`])
      expect(codesIn(text)).toEqual(['W_PROFANITY']);
    expect(codesIn('Scunthorpe, assassin, cocktail, Dickens, class')).toEqual([]);
    expect(codesIn(`ev1_0${word}00000000000000`)).toEqual([]);
  });

  it('leaves what a sample rejects', () => {
    expect(codesIn(word, { field: 'rejected', lang: 'en' })).toEqual([]);
  });

  it("reads a language's own list", () => {
    const spanish = ['pen', 'dejo'].join('');
    expect(codesIn(spanish, ofLang('es-MX'))).toEqual(['W_PROFANITY']);
    expect(codesIn(spanish, ofLang('en'))).toEqual([]);
    expect(codesIn(word, ofLang('de'))).toEqual([]);
  });

  it('calls no term of an axis a slur', () => {
    const terms = [...allAxes.values()].flatMap((axis) => termsOfAxis(axis, 'en').map(({ term }) => term));
    expect(terms.filter((term) => profanityRule.find(term, ofLang('en')).length > 0)).toEqual([]);
  });
});
