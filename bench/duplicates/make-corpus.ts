import { lehmer } from '../json/make-lines.ts';

export type Corpus = 'zipf' | 'templated';

/** Shares of the words that a planted near-duplicate changes. */
const editRates = [0.005, 0.01, 0.02, 0.05, 0.1, 0.15];
/** Every tenth text is a planted near-duplicate of an earlier one. */
const plantedShare = 0.1;

const vocabulary = 50_000;
const minWords = 40;
const maxWords = 80;
/** Of a templated corpus. */
export const usualTemplates = 200;
const slots = 5;
const slotValues = 50;

/** `count` texts, the same on every call: words by Zipf's law, or templates with slots; a tenth are edited copies. */
export function* makeTexts(corpus: Corpus, count: number, templates = usualTemplates): Generator<string> {
  const random = lehmer(corpus === 'zipf' ? 7 : 11);
  const word = zipfWord(random);
  const make = corpus === 'zipf' ? () => makeWords(word, random) : fromTemplates(word, random, templates);
  const recent: string[][] = [];
  for (let index = 0; index < count; index++) {
    const original = recent[Math.floor(random() * recent.length)];
    const planted = original !== undefined && random() < plantedShare;
    const words = planted ? edit(original, word, random) : make();
    // Copies come from among the latest 4,096 texts: enough to plant from, and bounded.
    recent[index % 4_096] = words;
    yield words.join(' ');
  }
}

/** A word with the chance 1 / rank^1.05, by a table of a million draws. */
function zipfWord(random: () => number): () => string {
  const weights = Array.from({ length: vocabulary }, (_, rank) => 1 / (rank + 1) ** 1.05);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Uint16Array(1 << 20);
  let at = 0;
  let sum = 0;
  for (const [rank, weight] of weights.entries()) {
    sum += weight;
    while (at < (sum / total) * table.length && at < table.length) table[at++] = rank;
  }
  return () => `w${(table[Math.floor(random() * table.length)] ?? 0).toString(36)}`;
}

function makeWords(word: () => string, random: () => number): string[] {
  const length = minWords + Math.floor(random() * (maxWords - minWords));
  return Array.from({ length }, word);
}

/** Some seven tenths of a text are its template's; two texts of a template have a similarity of about .5. */
function fromTemplates(word: () => string, random: () => number, templates: number): () => string[] {
  const fixed = Array.from({ length: templates }, () => Array.from({ length: slots + 1 }, () => part(word)));
  const values = Array.from({ length: slotValues * slots }, () =>
    random() < 0.5 ? [word()] : [word(), word()],
  );
  return () => {
    const template = fixed[Math.floor(random() * templates)] ?? [];
    return template.flatMap((words, slot) => {
      if (slot === slots) return words;
      return [...words, ...(values[slot * slotValues + Math.floor(random() * slotValues)] ?? [])];
    });
  };
}

function part(word: () => string): string[] {
  return Array.from({ length: 9 }, word);
}

function edit(words: string[], word: () => string, random: () => number): string[] {
  const rate = editRates[Math.floor(random() * editRates.length)] ?? 0;
  const edited = words.flatMap((each) => {
    if (random() >= rate) return [each];
    const kind = random();
    if (kind < 1 / 3) return [];
    return kind < 2 / 3 ? [word()] : [each, word()];
  });
  return edited.length > 3 ? edited : words;
}
