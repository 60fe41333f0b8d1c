/** One pair of CrowS-Pairs: two sentences that differ in the group they name. */
export type Pair = {
  /** The row's number in the official file, which counts from 0. */
  id: string;
  /** The sentence that stereotypes more, and the one that stereotypes less. */
  more: string;
  less: string;
  /** Whether the pair shows a stereotype of a disadvantaged group, or goes against one. */
  direction: 'stereo' | 'antistereo';
  biasType: string;
  /** The crowd worker who wrote it, by a number of the authors'. */
  writer: string;
};

/**
 * How the two sentences were scored; the figures of one kind say nothing about those of the other.
 * `pseudo-log-likelihood`: the authors' measure, for masked models, over the words that both sentences share.
 * `sentence-log-likelihood`: the whole sentence's log probability, for causal models; the paper has no such figures.
 */
export const scorers = ['pseudo-log-likelihood', 'sentence-log-likelihood'] as const;
export type Scorer = (typeof scorers)[number];

/** Pair id → the log-likelihoods of its two sentences. */
export type PairScores = { scorer: Scorer; scores: ReadonlyMap<string, { more: number; less: number }> };
