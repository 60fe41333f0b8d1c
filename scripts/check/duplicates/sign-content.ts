import type { Lexicon } from '../../sample/lexicon.ts';
import { maskTerms, maskWords } from '../../sample/mask-terms.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import type { Content } from '../../sample/sample.ts';
import { textsOf, wholeText } from '../../sample/text.ts';

type Tools = { lexicon: Lexicon; signer: Signer };

type Signed = {
  /** Of the comparable text; overwritten by the signer's next. */
  signature: Uint32Array;
  /** 64 bits that two documents share which repeat one another to the word. */
  exact: [number, number];
};

/**
 * Signs a content as it is compared, and its words as they stand. Plain texts are read once for both: the words that name
 * a group are masked among the words read.
 * @param lang of our samples, whose identity terms are masked
 */
export function signContent(content: Content, lang: string | undefined, { lexicon, signer }: Tools): Signed {
  const text = wholeText(content);
  const words = signer.readWords(text);
  if (!words) {
    const exact = exactKey(content, signer.hashes(text));
    const comparable = lang === undefined ? text : maskTerms(lexicon, text, lang);
    return { exact, signature: signer.sign(comparable) };
  }
  const exact = exactKey(content, words.shingles());
  if (lang !== undefined) maskWords(lexicon, words, lang);
  return { exact, signature: words.sign() };
}

/** Two 32-bit FNV-1a hashes over the hashes of a content's shingles, in their order. */
function exactKey(content: Content, hashes: Uint32Array): [number, number] {
  let low = 0x811c_9dc5 ^ content.kind.charCodeAt(0);
  let high = 0x050c_5d1f ^ textsOf(content).length;
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] as number;
    low = Math.imul(low ^ hash, 0x0100_0193);
    high = Math.imul(high ^ ((hash << 16) | (hash >>> 16)), 0x0100_0193) + 1;
  }
  return [low >>> 0, high >>> 0];
}
