import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLanguageModel,
  endToken,
  perplexity,
  scoreSentence,
  startToken,
  tokenize,
} from '../../bench/effect/kneser-ney.ts';

const word = fc.constantFrom('a', 'b', 'c', 'd');
const sentence = fc.array(word, { minLength: 1, maxLength: 6 });

describe('the Kneser-Ney model', () => {
  it('gives a distribution: the probabilities of all next words add up to 1, after any words', () => {
    fc.assert(
      fc.property(
        fc.array(sentence, { maxLength: 12 }),
        sentence,
        fc.integer({ min: 1, max: 4 }),
        (corpus, history, order) => {
          const model = createLanguageModel(['a', 'b', 'c', 'd'], order);
          for (const words of corpus) model.add(words);
          const total = model.outcomes.reduce(
            (sum, next) => sum + Math.exp(model.logProbability(next, [startToken, ...history])),
            0,
          );
          expect(total).toBeCloseTo(1, 10);
        },
      ),
    );
  });

  it('is the textbook bigram by hand', () => {
    // Sentences "a b" and "a c". Bigrams: <s> a twice; a b, a c, b </s>, c </s> once each: n1 = 4, n2 = 1, so
    // D2 = 4 / 6. Continuations: a, b, c follow one word each and </s> follows two: n1 = 3, n2 = 1, D1 = 3 / 5.
    const model = createLanguageModel(['a', 'b', 'c'], 2);
    model.add(['a', 'b']);
    model.add(['a', 'c']);
    const [d1, d2] = [3 / 5, 4 / 6];
    const uniform = 1 / 5;
    const unigramB = (1 - d1 + d1 * 4 * uniform) / 5;
    expect(Math.exp(model.logProbability('b', [startToken, 'a']))).toBeCloseTo(
      (1 - d2 + d2 * 2 * unigramB) / 2,
      12,
    );
    const unigramEnd = (2 - d1 + d1 * 4 * uniform) / 5;
    expect(Math.exp(model.logProbability(endToken, [startToken, 'a']))).toBeCloseTo(
      (d2 * 2 * unigramEnd) / 2,
      12,
    );
  });

  it('does not depend on the order in which sentences come', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 8 }), sentence, (corpus, probe) => {
        const [one, other] = [corpus, corpus.toReversed()].map((sentences) => {
          const model = createLanguageModel(['a', 'b', 'c', 'd'], 3);
          for (const words of sentences) model.add(words);
          return scoreSentence(model, probe);
        });
        expect(one).toBeCloseTo(other as number, 10);
      }),
    );
  });

  it('finds its own training text likelier than a shuffle of it', () => {
    const model = createLanguageModel(['a', 'b', 'c', 'd'], 3);
    for (let copy = 0; copy < 5; copy++) model.add(['a', 'b', 'c', 'd']);
    expect(perplexity(model, [['a', 'b', 'c', 'd']])).toBeLessThan(perplexity(model, [['d', 'b', 'a', 'c']]));
  });

  it('splits words from marks', () => {
    expect(tokenize('The café’s half-open door (again)!')).toEqual([
      'the',
      'café’s',
      'half-open',
      'door',
      '(',
      'again',
      ')',
      '!',
    ]);
  });
});
