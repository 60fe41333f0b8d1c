import type { Lexicon } from '../../sample/lexicon.ts';
import { maskTerms } from '../../sample/mask-terms.ts';
import { wholeText } from '../../sample/text.ts';
import type { Entry } from '../check.ts';

/**
 * The text that a document is compared by: of our samples with the words that name a group masked, so that a
 * re-skinned copy is found; of anything else as it is.
 */
export function comparableText({ sample, content }: Entry, lexicon: Lexicon): string {
  if (sample) return maskTerms(lexicon, wholeText(sample), sample.lang);
  return content ? wholeText(content) : '';
}
