/**
 * The words of a text of plain letters (ASCII, and punctuation of U+2000 to U+203F) as columns, which whoever reads them
 * may change before the text is signed.
 */
export type PlainWords = {
  count: number;
  /** The text in UTF-8. */
  bytes: Uint8Array;
  /** 32-bit FNV-1a (Fowler, Noll, Vo) of each word's letters in lower case. */
  hashes: Uint32Array;
  /** Where a word begins and ends, in bytes. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** 1 where nothing but spaces, a hyphen or an apostrophe stands between the word and the one before. */
  joined: Uint8Array;
};

/** The words that a signer has read, and what it makes of them as they stand in the columns now. */
export type SignableWords = PlainWords & {
  /** The signature; overwritten by the signer's next. */
  sign(): Uint32Array;
  /** The hashes of the shingles; overwritten by the signer's next. */
  shingles(): Uint32Array;
};
