import { bootstrap, type Estimate } from '../bootstrap.ts';
import type { Cluster, Domain } from './cluster.ts';
import { domains, splits } from './cluster.ts';
import type { Predictions } from './parse-predictions.ts';
import { clustersOf, type Scores, scoreMeans, type Tally, tallyTerms } from './score.ts';

export type Estimates = Record<keyof Scores, Estimate>;

/** A cell of the score table with its intervals: "overall", "intrasentence gender" … */
export type Cell = { name: string; clusters: number; terms: number };
export type EstimatedCell = Cell & { scores: Estimates };

/** Two models on the same items: second minus first. */
export type ComparedCell = Cell & { first: Scores; second: Scores; change: Estimates };

const seed = 20_210_801;

/** Every cell's scores with bootstrap intervals over its terms. */
export function estimateCells(clusters: readonly Cluster[], predictions: Predictions): EstimatedCell[] {
  return cellsOf(clusters).map(({ name, own }) => {
    const tallies = [...tallyTerms(own, predictions).values()];
    const scores = bootstrap({
      size: tallies.length,
      seed,
      measure: (indices) => scoreMeans(pick(tallies, indices)),
    });
    return { name, clusters: own.length, terms: tallies.length, scores };
  });
}

/** Every cell's change from the first predictions to the second; both are resampled over the same terms. */
export function compareCells(
  clusters: readonly Cluster[],
  first: Predictions,
  second: Predictions,
): ComparedCell[] {
  return cellsOf(clusters).map(({ name, own }) => {
    const [one, two] = [first, second].map((predictions) => [...tallyTerms(own, predictions).values()]) as [
      Tally[],
      Tally[],
    ];
    const change = bootstrap({
      size: one.length,
      seed,
      measure: (indices) => difference(scoreMeans(pick(one, indices)), scoreMeans(pick(two, indices))),
    });
    return {
      name,
      clusters: own.length,
      terms: one.length,
      first: scoreMeans(one),
      second: scoreMeans(two),
      change,
    };
  });
}

function cellsOf(clusters: readonly Cluster[]): { name: string; own: Cluster[] }[] {
  const named = (prefix: string, of: readonly Cluster[]) =>
    domains.map((domain: Domain) => ({ name: `${prefix}${domain}`, own: clustersOf(of, { domain }) }));
  const all = [
    { name: 'overall', own: [...clusters] },
    ...named('', clusters),
    ...splits.flatMap((split) => {
      const own = clustersOf(clusters, { split });
      return [{ name: split, own }, ...named(`${split} `, own)];
    }),
  ];
  return all.filter(({ own }) => own.length > 0);
}

function pick(tallies: readonly Tally[], indices: readonly number[]): Tally[] {
  return indices.map((index) => tallies[index] as Tally);
}

function difference(first: Scores, second: Scores): Scores {
  return { lms: second.lms - first.lms, ss: second.ss - first.ss, icat: second.icat - first.icat };
}
