/** Words in lower case; punctuation is no word. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

function ngramsOf(words: readonly string[], n: number): string[] {
  return words.slice(n - 1).map((_, start) => words.slice(start, start + n).join(' '));
}

/** Distinct n-grams over all n-grams, 0..1 (Li et al. 2016, "A Diversity-Promoting Objective Function", section 5). */
export function distinct(texts: readonly string[][], n: number): number {
  const seen = new Set<string>();
  let total = 0;
  for (const words of texts) {
    for (const ngram of ngramsOf(words, n)) seen.add(ngram);
    total += Math.max(0, words.length - n + 1);
  }
  return total === 0 ? 0 : seen.size / total;
}

const maxOrder = 4;

/**
 * Self-BLEU, 0..1: the mean BLEU-4 (Papineni et al. 2002) of each text with all others as its references (Zhu et al.
 * 2018, Texygen). Orders without a match count as half a match, so that short texts have a score. 0 is all different.
 */
export function selfBleu(texts: readonly string[][]): number {
  const scores = texts.map((words, at) =>
    bleu(
      words,
      texts.filter((_, other) => other !== at),
    ),
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function bleu(candidate: readonly string[], references: readonly string[][]): number {
  let logPrecision = 0;
  for (let n = 1; n <= maxOrder; n++) {
    const own = countNgrams(candidate, n);
    const most = mostOf(references, n, own);
    let matches = 0;
    for (const [ngram, count] of own) matches += Math.min(count, most.get(ngram) ?? 0);
    const total = Math.max(1, candidate.length - n + 1);
    logPrecision += Math.log((matches || 0.5) / total) / maxOrder;
  }
  return Math.min(1, Math.exp(logPrecision)) * brevityPenalty(candidate.length, references);
}

/** How often a reference holds each n-gram of the candidate, at most. */
function mostOf(references: readonly string[][], n: number, own: Map<string, number>): Map<string, number> {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [ngram, count] of countNgrams(reference, n))
      if (own.has(ngram)) most.set(ngram, Math.max(most.get(ngram) ?? 0, count));
  }
  return most;
}

const counted = new WeakMap<readonly string[], Map<number, Map<string, number>>>();

function countNgrams(words: readonly string[], n: number): Map<string, number> {
  const byOrder = counted.get(words) ?? new Map<number, Map<string, number>>();
  counted.set(words, byOrder);
  const known = byOrder.get(n);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const ngram of ngramsOf(words, n)) counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  byOrder.set(n, counts);
  return counts;
}

/** The reference nearest in length decides. */
function brevityPenalty(length: number, references: readonly string[][]): number {
  const lengths = references.map((reference) => reference.length);
  const nearest = lengths.reduce(
    (best, one) => (Math.abs(one - length) < Math.abs(best - length) ? one : best),
    lengths[0] ?? length,
  );
  return length >= nearest ? 1 : Math.exp(1 - nearest / Math.max(1, length));
}
