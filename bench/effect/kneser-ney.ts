/** Start and end of a sentence; no word of a text is one of them. */
export const startToken = '<s>';
export const endToken = '</s>';

type Context = { total: number; counts: Map<number, number> };

/** How many n-grams of one order were counted once, and how many twice: what the discount is made of. */
type Order = { once: number; twice: number };

export type LanguageModel = {
  /** Counts one more sentence, given as words. */
  add(words: readonly string[]): void;
  /** Natural log of P(word | the words before it); `history` begins with the start token. */
  logProbability(word: string, history: readonly string[]): number;
  /** The words that a text may have next: the vocabulary, the end token, and any unknown word as one. */
  readonly outcomes: readonly string[];
};

const unknown = '<unk>';

/**
 * An interpolated Kneser-Ney n-gram model with one discount an order (Kneser and Ney 1995; Chen and Goodman 1999,
 * equations 24 to 28; discount n1 / (n1 + 2 n2), Ney, Essen and Kneser 1994). The vocabulary is fixed beforehand, so that models
 * trained on more or less text can be compared. Below the highest order an n-gram counts by how many different
 * words stand before it, except at the start of a sentence, where nothing can.
 */
export function createLanguageModel(vocabulary: Iterable<string>, order: number): LanguageModel {
  const outcomes = [...new Set([...vocabulary, endToken, unknown])].filter((word) => word !== startToken);
  const ids = new Map([startToken, ...outcomes].map((word, id) => [word, id]));
  const unknownId = ids.get(unknown) as number;
  const idOf = (word: string) => ids.get(word) ?? unknownId;
  const contexts = new Map<string, Context>();
  const orders = Array.from({ length: order + 1 }, (): Order => ({ once: 0, twice: 0 }));

  /** Counts the n-gram once more; its suffix is continued by one more word where it is new. */
  function count(key: string, id: number): void {
    const context = contexts.get(key) ?? { total: 0, counts: new Map() };
    contexts.set(key, context);
    const before = context.counts.get(id) ?? 0;
    context.total += 1;
    context.counts.set(id, before + 1);
    const tally = orders[key.length + 1] as Order;
    if (before === 0) tally.once += 1;
    if (before === 1) tally.once -= 1;
    if (before === 1) tally.twice += 1;
    if (before === 2) tally.twice -= 1;
    if (before === 0 && key.length > 0) count(key.slice(1), id);
  }

  function discountOf(length: number): number {
    const { once, twice } = orders[length] as Order;
    return once === 0 ? 0.5 : Math.min(0.95, once / (once + 2 * twice));
  }

  function probability(key: string, id: number): number {
    const lower = key.length > 0 ? probability(key.slice(1), id) : 1 / outcomes.length;
    const context = contexts.get(key);
    if (!context) return lower;
    const discount = discountOf(key.length + 1);
    const { total, counts } = context;
    return (Math.max(0, (counts.get(id) ?? 0) - discount) + discount * counts.size * lower) / total;
  }

  /** One character a word: contexts are short strings, which maps are fast at. */
  const keyOf = (words: readonly string[]) =>
    words
      .slice(Math.max(0, words.length - (order - 1)))
      .map((word) => String.fromCharCode(idOf(word)))
      .join('');

  return {
    outcomes,
    add(words) {
      const line = [startToken, ...words];
      for (const [at, word] of [...words, endToken].entries()) {
        const before = line.slice(Math.max(0, at + 1 - (order - 1)), at + 1);
        // An n-gram that is short because the sentence starts is counted as it is, like one of the highest order.
        count(keyOf(before), idOf(word));
      }
    },
    logProbability: (word, history) => Math.log(probability(keyOf(history), idOf(word))),
  };
}

/** Natural log of a whole sentence's probability, its end included. */
export function scoreSentence(model: LanguageModel, words: readonly string[]): number {
  const line = [startToken];
  let sum = 0;
  for (const word of [...words, endToken]) {
    sum += model.logProbability(word, line);
    line.push(word);
  }
  return sum;
}

/** exp(− mean log probability of a word), ends included. */
export function perplexity(model: LanguageModel, sentences: readonly (readonly string[])[]): number {
  let sum = 0;
  let words = 0;
  for (const sentence of sentences) {
    sum += scoreSentence(model, sentence);
    words += sentence.length + 1;
  }
  return Math.exp(-sum / words);
}

/** Lower-case words and punctuation marks, each a token; an apostrophe or hyphen inside a word stays in it. */
export function tokenize(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}
