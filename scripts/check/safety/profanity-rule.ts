import { cuss as english } from 'cuss';
import { cuss as spanish } from 'cuss/es';
import { cuss as french } from 'cuss/fr';
import { cuss as italian } from 'cuss/it';
import { cuss as portuguese } from 'cuss/pt';
import { hitsOf, type Rule } from './rule.ts';

/** cuss rates how sure it is that a word is meant as profanity, 0..2; only the surest count. */
const sure = 2;

/** Rated surest, and names of groups all the same, or words of everyday texts. */
const innocent = new Set([
  'transexual',
  'transsexual',
  'lesbian',
  'lesbians',
  'homosexual',
  'jew',
  'jewish',
  'muslim',
  'arab',
  'arabs',
  'pansy',
]);

const lists: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({ en: english, es: spanish, fr: french, it: italian, pt: portuguese }).map(
    ([lang, ratings]) => [
      lang,
      new Set(
        Object.keys(ratings).filter(
          (word) => ratings[word] === sure && !innocent.has(word) && /^\p{L}{3,}$/u.test(word),
        ),
      ),
    ],
  ),
);

/** Slurs and profanity, except where a sample shows what not to say (`rejected`). */
export const profanityRule: Rule = {
  name: 'profanity',
  mayFind: (text) => /\p{L}{3}/u.test(text),
  find(text, { field, lang }) {
    const list = field === 'rejected' ? undefined : lists.get((lang ?? 'en').split('-')[0] ?? '');
    if (!list) return [];
    return hitsOf(text, /\p{L}+/gu, ([word]) =>
      list.has(word.toLowerCase()) ? { code: 'W_PROFANITY', message: 'a slur or a profanity' } : undefined,
    );
  },
};
