import { type Lexicon, type LexiconOfLanguage, languageOf, readTokens, step } from './lexicon.ts';
import type { PlainWords } from './minhash/plain-words.ts';
import { hashWord, numberWords } from './vocabulary.ts';

/** What stands in place of an identity term once it is masked. */
export const maskWord = 'someone';
const maskHash = hashWord(maskWord);

/**
 * The text with every identity term, pronoun and kinship word replaced by one word, the longest first, and
 * neighbouring ones together; the text as it is for a language without a lexicon.
 */
export function maskTerms(lexicon: Lexicon, text: string, lang: string): string {
  const language = languageOf(lexicon, lang);
  if (!language) return text;
  const tokens = readTokens(language, text);
  let masked = '';
  let kept = 0;
  for (let at = 0; at < tokens.count; at++) {
    const length = longestTerm(language, at);
    if (length === 0) continue;
    const follows = kept > 0 && tokens.joined[at] === 1 && tokens.ends[at - 1] === kept;
    if (!follows) masked += text.slice(kept, tokens.starts[at]) + maskWord;
    at += length - 1;
    kept = tokens.ends[at] as number;
  }
  return kept === 0 ? text : masked + text.slice(kept);
}

/** The same in a plain text's words, of which those that are masked give way to the one word. */
export function maskWords(lexicon: Lexicon, words: PlainWords, lang: string): void {
  const language = languageOf(lexicon, lang);
  if (!language) return;
  language.tokens = numberWords(words, language.vocabulary, language.tokens);
  const { count, joined } = language.tokens;
  let kept = 0;
  /** The word behind the last term. */
  let behind = -1;
  for (let at = 0; at < count; ) {
    const length = longestTerm(language, at);
    if (length === 0) words.hashes[kept++] = words.hashes[at] as number;
    else if (at !== behind || joined[at] === 0) words.hashes[kept++] = maskHash;
    at += Math.max(length, 1);
    if (length > 0) behind = at;
  }
  words.count = kept;
}

/** How many words the longest term has that begins with the word `at`; 0 where none does. */
function longestTerm(language: LexiconOfLanguage, at: number): number {
  const { named, tokens, first } = language;
  let node = first[tokens.numbers[at] as number] as number;
  if (node === 0) return 0;
  let longest = named[node] ? 1 : 0;
  for (let end = at + 1; end < tokens.count && tokens.joined[end] === 1; end++) {
    node = step(language, node, tokens.numbers[end] as number);
    if (node === 0) break;
    if (named[node]) longest = end - at + 1;
  }
  return longest;
}
