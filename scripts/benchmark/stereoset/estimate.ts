import type { Estimate } from '../bootstrap.ts';
import { type Cell, type ComparedCell, compareCells, type EstimatedCell, estimateCells } from '../cells.ts';
import { claimsOf, sayChange, sayNonInferiority, sayPreference } from '../verdict.ts';
import { type Cluster, domains, splits } from './cluster.ts';
import type { Predictions } from './parse-predictions.ts';
import { clustersOf, type Scores, scoreMeans, type Tally, tallyTerms } from './score.ts';

/** `distance` is how far SS is from 50, no preference. */
export type Compared = keyof Scores | 'distance';

/** Every cell's scores with bootstrap intervals over its terms. */
export function estimateStereoset(
  clusters: readonly Cluster[],
  predictions: Predictions,
): EstimatedCell<keyof Scores>[] {
  return estimateCells(cellsOf(clusters, predictions), scoreMeans);
}

/** Every cell's change from the first predictions to the second; both are resampled over the same terms. */
export function compareStereoset(
  clusters: readonly Cluster[],
  first: Predictions,
  second: Predictions,
): ComparedCell<Compared>[] {
  return compareCells(cellsOf(clusters, first), cellsOf(clusters, second), (tallies) => {
    const scores = scoreMeans(tallies);
    return { ...scores, distance: Math.abs(scores.ss - 50) };
  });
}

/**
 * What may be claimed of a cell's change, in plain words; `own` are the two models' intervals of SS. ICAT has its top
 * at an SS of 50: there every draw can only lower it, and the interval misses the true value
 * (`bench/benchmark/coverage.ts`). So nothing is claimed of ICAT where either SS may be 50.
 */
export function sayStereoset(cell: ComparedCell<Compared>, own: readonly Estimate[]): string[] {
  const { lms, ss, distance, icat } = cell.change;
  return claimsOf(cell, 'terms', [
    `LMS: ${sayChange(lms)}.`,
    `SS: ${sayPreference(ss, distance)}.`,
    own.some(mayBeNeutral)
      ? `ICAT: nothing can be claimed, since an SS may be 50, where ICAT has its top.`
      : `ICAT: ${sayChange(icat)}.`,
    `${sayNonInferiority(lms)}.`,
  ]);
}

/** Whether an interval of SS holds 50. */
export function mayBeNeutral({ low, high }: Estimate): boolean {
  return low <= 50 && high >= 50;
}

/** "overall", its domains, then each split with its own; only those that the data has. */
function cellsOf(clusters: readonly Cluster[], predictions: Predictions): Cell<Tally>[] {
  const domainsOf = (prefix: string, of: readonly Cluster[]) =>
    domains.map((domain) => ({ name: `${prefix}${domain}`, own: clustersOf(of, { domain }) }));
  const groups = [
    { name: 'overall', own: [...clusters] },
    ...domainsOf('', clusters),
    ...splits.flatMap((split) => {
      const own = clustersOf(clusters, { split });
      return [{ name: split, own }, ...domainsOf(`${split} `, own)];
    }),
  ];
  return groups
    .filter(({ own }) => own.length > 0)
    .map(({ name, own }) => ({
      name,
      items: own.length,
      tallies: [...tallyTerms(own, predictions).values()],
    }));
}
