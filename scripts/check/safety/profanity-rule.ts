import { cuss as english } from 'cuss';
import { cuss as spanish } from 'cuss/es';
import { cuss as french } from 'cuss/fr';
import { cuss as italian } from 'cuss/it';
import { cuss as portuguese } from 'cuss/pt';
import { foldWord } from '../../sample/fold-text.ts';
import { buildVocabulary, emptyTokens, tokenise } from '../../sample/vocabulary.ts';
import type { Hit, Rule } from './rule.ts';

const ratings: Record<string, Record<string, number>> = {
  en: english,
  es: spanish,
  fr: french,
  it: italian,
  pt: portuguese,
};

/** cuss rates how sure it is that a word is meant as profanity, 0..2; only the surest count. */
const sure = 2;

/** Rated surest, and names of groups or words of everyday texts all the same. */
const innocent = new Set(
  (
    'moslem moslems transexual transsexual lesbian lesbians homosexual jew jewish muslim arab arabs pansy pansies welfare slave spit vomit ' +
    'stupid idiot dumb loser moron jeez dope sucker willie whiz cocky nip dix dong puss weenie barf chunky tang tinker geezer ' +
    'bong diddle muff quickie reefer pom gora spunk spunky lowlife jig sloper gummer gables chug hooters poo poop puke yank yanks'
  ).split(' '),
);

/** Language → its words, folded. */
const lists = new Map(
  Object.entries(ratings).map(([lang, words]) => [
    lang,
    new Set(
      Object.keys(words)
        .filter((word) => words[word] === sure && !innocent.has(word) && /^\p{L}{3,}$/u.test(word))
        .map(foldWord),
    ),
  ]),
);

const vocabulary = buildVocabulary([...new Set([...lists.values()].flatMap((list) => [...list]))]);
let tokens = emptyTokens();

/** Slurs and profanity, except where a sample shows what not to say (`rejected`). */
export const profanityRule: Rule = {
  name: 'profanity',
  mayFind(text) {
    tokens = tokenise(text, vocabulary, tokens);
    for (let at = 0; at < tokens.count; at += 1) if (tokens.numbers[at] !== 0) return true;
    return false;
  },
  find(text, { field, lang = 'en' }) {
    const list = field === 'rejected' ? undefined : lists.get(lang.split('-')[0] ?? '');
    return list ? findWords(text, list) : [];
  },
};

function findWords(text: string, list: ReadonlySet<string>): Hit[] {
  tokens = tokenise(text, vocabulary, tokens);
  const hits: Hit[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!list.has(vocabulary.words[tokens.numbers[at] as number] ?? '')) continue;
    hits.push({ code: 'W_PROFANITY', start: tokens.starts[at] as number, message: 'a slur or a profanity' });
  }
  return hits;
}
