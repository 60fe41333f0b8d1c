/** A place outside of memory for numbers, for what a check keeps of very many samples. */
export type Shelf = {
  /** Puts numbers behind all that were put there before. */
  append(words: Uint32Array): void;
  /** Fills `into` with numbers from place `at` on. */
  read(at: number, into: Uint32Array): void;
};

export type OpenShelf = () => Shelf;
