import { type Lexicon, maskTerms } from '../../sample/lexicon.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import type { Content } from '../../sample/sample.ts';
import { textsOf, wholeText } from '../../sample/text.ts';
import type { Entry } from '../check.ts';

/**
 * The text that a document is compared by: of our samples with the words that name a group masked, so that a
 * re-skinned copy is found; of anything else as it is.
 */
export function comparableText({ sample, content }: Entry, lexicon: Lexicon): string {
  if (sample) return maskTerms(lexicon, wholeText(sample), sample.lang);
  return content ? wholeText(content) : '';
}

/** 64 bits of a content's words in their order: two 32-bit FNV-1a hashes over the hashes of its shingles. */
export function exactKey(content: Content, signer: Signer): [number, number] {
  let low = 0x811c_9dc5 ^ content.kind.length;
  let high = 0x050c_5d1f ^ textsOf(content).length;
  const hashes = signer.hashes(wholeText(content));
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] as number;
    low = Math.imul(low ^ hash, 0x0100_0193);
    high = Math.imul(high ^ ((hash << 16) | (hash >>> 16)), 0x0100_0193) + 1;
  }
  return [low >>> 0, high >>> 0];
}
