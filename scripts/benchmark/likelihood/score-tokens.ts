import type { ScoredToken } from '../../provider/completions/dialect.ts';
import type { Prompt } from './prompt.ts';

/** What the tokens of a text add up to; `unscored` counts those without a probability (the first, as a rule). */
export type TokenSum = { logProbability: number; scored: number; unscored: number };

/**
 * Sums the natural log-probabilities of the tokens that make up a prompt's counted part; undefined where the tokens
 * do not spell the prompt. What the server writes behind the prompt does not count.
 */
export function sumTokens({ text, from }: Prompt, tokens: readonly ScoredToken[]): TokenSum | undefined {
  const place = placeOf(text, tokens);
  if (!place) return undefined;
  const sum = { logProbability: 0, scored: 0, unscored: place.offset > from ? 1 : 0 };
  let { offset } = place;
  for (const token of tokens.slice(place.start)) {
    if (offset >= text.length) break;
    offset += token.text.length;
    if (offset <= from) continue;
    if (token.logProbability === null) sum.unscored += 1;
    else {
      sum.logProbability += token.logProbability;
      sum.scored += 1;
    }
  }
  return sum.scored > 0 ? sum : undefined;
}

/** Which token is the first to count from, and at which offset of the text it begins. */
type Place = { start: number; offset: number };

/**
 * The text begins at the first token, or behind a start token that the server added; some tokenizers put a space
 * before it. A first token without text (vLLM tells nothing of it) is either: then the others spell the text, or its
 * end.
 */
function placeOf(text: string, tokens: readonly ScoredToken[]): Place | undefined {
  for (const start of [0, 1]) {
    const joined = tokens
      .slice(start)
      .map((token) => token.text)
      .join('');
    for (const spaces of [0, 1])
      if (joined.startsWith(' '.repeat(spaces) + text)) return { start, offset: -spaces };
    // The bytes of a character that is split over tokens decode to U+FFFD: the length must do then.
    if (joined.includes('\uFFFD') && joined.length >= text.length) return { start, offset: 0 };
    const isHeadless = start === 1 && tokens[0]?.text === '' && joined !== '';
    if (isHeadless && text.endsWith(joined)) return { start, offset: text.length - joined.length };
  }
  return undefined;
}

/** The authors' score of GPT-2: 2 to the mean log2 probability of a token, the geometric mean of the probabilities. */
export function meanTokenProbability({ logProbability, scored }: TokenSum): number {
  return Math.exp(logProbability / scored);
}
