import { describe, expect, it } from 'vitest';
import { meanTokenProbability, sumTokens } from '../../../scripts/benchmark/likelihood/score-tokens.ts';

const tokensOf = (...pairs: [string, number | null][]) =>
  pairs.map(([text, logProbability]) => ({ text, logProbability }));
const prompt = { id: 'a', text: 'He ran. She sat.', from: 7 };

describe('the sum over the tokens of a text', () => {
  it.each([
    [
      'the text alone',
      tokensOf(['He', null], [' ran', -9], ['.', -9], [' She', -1], [' sat', -2], ['.', -3]),
    ],
    [
      'a start token and a written token around it',
      tokensOf(
        ['<s>', null],
        ['He', -9],
        [' ran.', -9],
        [' She', -1],
        [' sat', -2],
        ['.', -3],
        [' Then', -9],
      ),
    ],
    ['a space before it', tokensOf([' He', null], [' ran', -9], ['.', -9], [' She sat', -3], ['.', -3])],
    [
      'a first token that nothing is told of',
      tokensOf(['', null], [' ran.', -9], [' She sat', -3], ['.', -3]),
    ],
    [
      'a start token that nothing is told of',
      tokensOf(['', null], ['He ran.', -9], [' She sat', -3], ['.', -3]),
    ],
  ])('%s', (_, tokens) => {
    expect(sumTokens(prompt, tokens)).toMatchObject({ logProbability: -6, unscored: 0 });
  });

  it('counts a first token without a probability', () => {
    const whole = { ...prompt, from: 0 };
    const rest: [string, number][] = [
      [' ran. She', -1],
      [' sat.', -1],
    ];
    expect(sumTokens(whole, tokensOf(['He', null], ...rest))).toMatchObject({ scored: 2, unscored: 1 });
    expect(sumTokens(whole, tokensOf(['', null], ...rest))).toMatchObject({ scored: 2, unscored: 1 });
  });

  it('knows when the tokens are not the text', () => {
    expect(sumTokens(prompt, tokensOf(['She', -1], [' ran.', -1]))).toBeUndefined();
    expect(sumTokens(prompt, [])).toBeUndefined();
    expect(sumTokens(prompt, tokensOf(['He ran.', -1]))).toBeUndefined();
  });

  it('makes the geometric mean of the probabilities', () => {
    const logProbability = Math.log(0.5) + Math.log(0.125);
    expect(meanTokenProbability({ logProbability, scored: 2, unscored: 0 })).toBeCloseTo(0.25);
  });
});
