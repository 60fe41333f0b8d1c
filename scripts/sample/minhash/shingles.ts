/** Tokens in a shingle. */
export const shingleTokens = 3;

/** Every run of three tokens of a text of tokens (tokens.ts), each once; the whole text where it is shorter. */
export function shinglesOf(tokens: string): Set<string> {
  const words = tokens.split(' ');
  if (words.length < shingleTokens) return new Set([tokens]);
  const shingles = new Set<string>();
  for (let end = shingleTokens; end <= words.length; end++)
    shingles.add(words.slice(end - shingleTokens, end).join(' '));
  return shingles;
}

/** Jaccard similarity, 0..1: what two sets share of what they hold together; two empty sets are equal. */
export function jaccard(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const item of small) if (large.has(item)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}
