import { diffArrays } from 'diff';

/** A stretch of a version; `own` where the version it is compared with has other words. */
export type Stretch = { text: string; own: boolean };

/** Longer texts are shown without marks: comparing them would take longer than reading them. */
const maxWords = 2_000;

/** The stretches of `text`, those that `other` does not have marked as its own; together they are `text` again. */
export function markWords(text: string, other: string, lang: string): Stretch[] {
  const [words, others] = [wordsOf(text, lang), wordsOf(other, lang)];
  if (text === '' || words.length > maxWords || others.length > maxWords) return [{ text, own: false }];
  return diffArrays(others, words).flatMap(({ added, removed, value }) =>
    removed ? [] : [{ text: value.join(''), own: added === true }],
  );
}

/** Words, and what stands between them, as the language divides them: Chinese has no spaces to go by. */
function wordsOf(text: string, lang: string): string[] {
  const segmenter = new Intl.Segmenter(lang, { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
