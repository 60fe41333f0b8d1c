import type { Cluster } from '../../scripts/benchmark/stereoset/cluster.ts';
import { type Scores, scoreMeans, tallyTerms } from '../../scripts/benchmark/stereoset/score.ts';
import { type LanguageModel, perplexity, scoreSentence, tokenize } from './kneser-ney.ts';

export type Measured = {
  /** Mean probability of the stereotype's version against the other, of those two; .5 is no preference. */
  near: number;
  far: number;
  /** StereoSet's scores on the near sentences. */
  scores: Scores;
  /** Perplexity of held-out text: all of it, and that without roles. */
  perplexity: number;
  fillerPerplexity: number;
};

export type HeldOut = { near: Cluster[]; far: Cluster[]; text: string[][]; filler: string[][] };

export function measure(model: LanguageModel, { near, far, text, filler }: HeldOut): Measured {
  return {
    near: meanPreference(model, near),
    far: meanPreference(model, far),
    scores: scoreMeans([...tallyTerms(near, predict(model, near)).values()]),
    perplexity: perplexity(model, [...text, ...filler]),
    fillerPerplexity: perplexity(model, filler),
  };
}

function predict(model: LanguageModel, clusters: readonly Cluster[]): Map<string, number> {
  return new Map(
    clusters
      .flatMap(({ sentences }) => Object.values(sentences))
      .map(({ id, text }) => [id, scoreSentence(model, tokenize(text))]),
  );
}

function meanPreference(model: LanguageModel, clusters: readonly Cluster[]): number {
  const predictions = predict(model, clusters);
  const preferences = clusters.map(({ sentences }) => {
    const [stereotype, anti] = [sentences.stereotype, sentences['anti-stereotype']].map(
      ({ id }) => predictions.get(id) ?? Number.NaN,
    ) as [number, number];
    return 1 / (1 + Math.exp(anti - stereotype));
  });
  return preferences.reduce((sum, value) => sum + value, 0) / preferences.length;
}
