import { foldWord } from '../../sample/fold-text.ts';

/** The words of each prompt spec, folded, by the spec's path from the root. */
export type SpecWords = ReadonlyMap<string, ReadonlySet<string>>;

/** The words of both, where they know the same spec in two versions. */
export function joinSpecWords(one: SpecWords, other: SpecWords): SpecWords {
  const joined = new Map(one);
  for (const [path, words] of other) joined.set(path, new Set([...(joined.get(path) ?? []), ...words]));
  return joined;
}

/** Every word of a prompt spec. The file's stand for those its templates and slots produce: it is reviewed as a whole. */
export function wordsOfSpec(source: string): ReadonlySet<string> {
  return new Set(source.split(/[^\p{L}\p{M}\p{N}]+/u).map(foldWord));
}
