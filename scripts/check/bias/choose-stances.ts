import type { Axis } from '../../sample/axis.ts';
import type { CellOffer, PlannedCell } from '../../sample/planned-cell.ts';
import type { Stance } from '../../sample/sample.ts';
import { shareOut, sumOf } from './share-out.ts';

/** So many samples about a group, by its place on the axis, whatever their stance. */
export type Want = { group: number; attribute?: string; samples: number };

/** Against a link a text speaks best by showing the opposite, next best in passing, then by answering well. */
const againstLinks: readonly Stance[] = ['counter-stereotype', 'neutral', 'bias-aware'];

/**
 * The stances that samples are written in: against a link the plainest on offer; else all that the library has for
 * the group, in proportion to its specs, so that a plan does not narrow what the dataset is like.
 */
export function chooseStances(
  { axis, groups }: Axis,
  wants: readonly Want[],
  offers: readonly CellOffer[],
): PlannedCell[] {
  const cells = wants.flatMap(({ group, attribute, samples }): PlannedCell[] => {
    const id = groups[group]?.id as string;
    const own = offers.filter((offer) => offer.axis === axis && offer.group === id);
    if (attribute !== undefined) {
      const stance = againstLinks.find((each) =>
        own.some((offer) => offer.stance === each && offer.attributes.has(attribute)),
      );
      return stance ? [{ axis, group: id, stance, attribute, samples }] : [];
    }
    const counts = shareOut(
      own.map(({ specs }) => specs),
      samples,
    );
    return own.flatMap(({ stance }, at) => {
      const count = counts[at] as number;
      return count > 0 ? [{ axis, group: id, stance, samples: count }] : [];
    });
  });
  return withoutLoneVersions(cells);
}

/** A counterfactual version needs another: what one group has beyond all others together is written as neutral. */
function withoutLoneVersions(cells: PlannedCell[]): PlannedCell[] {
  const versions = cells.filter(({ stance }) => stance === 'counterfactual');
  const [most] = versions.toSorted((a, b) => b.samples - a.samples);
  if (!most) return cells;
  const alone = most.samples * 2 - sumOf(versions.map(({ samples }) => samples));
  if (alone <= 0) return cells;
  const lone: PlannedCell = { ...most, stance: 'neutral', samples: alone };
  const left = cells.flatMap((cell) => {
    const samples = cell === most ? cell.samples - alone : cell.samples;
    return samples > 0 ? [{ ...cell, samples }] : [];
  });
  return joinCells([...left, lone]);
}

function joinCells(cells: readonly PlannedCell[]): PlannedCell[] {
  const joined = new Map<string, PlannedCell>();
  for (const cell of cells) {
    const key = [cell.group, cell.stance, cell.attribute].join('|');
    joined.set(key, { ...cell, samples: cell.samples + (joined.get(key)?.samples ?? 0) });
  }
  return [...joined.values()];
}
