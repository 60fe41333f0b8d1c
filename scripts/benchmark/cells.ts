import { bootstrap, type Estimate } from './bootstrap.ts';

/** One cell of a score table ("overall", "gender"), with one tally for each unit that is resampled whole. */
export type Cell<Tally> = { name: string; items: number; tallies: readonly Tally[] };

/** From the tallies of a draw of units to the cell's scores. */
export type Measure<Tally, Name extends string> = (tallies: readonly Tally[]) => Record<Name, number>;

type Counts = {
  name: string;
  items: number;
  /** How many units (terms, writers, templates) the interval rests on. */
  units: number;
  /** Whether there are units enough for the interval to be believed. */
  trusted: boolean;
};

export type EstimatedCell<Name extends string> = Counts & { scores: Record<Name, Estimate> };

/** Two models on the same items: second minus first. */
export type ComparedCell<Name extends string> = Counts & {
  first: Record<Name, number>;
  second: Record<Name, number>;
  change: Record<Name, Estimate>;
};

/**
 * With fewer units a percentile interval is too narrow to be believed: in `bench/benchmark/coverage.ts` intervals
 * over 3 units hold the true value 7 to 8 times in 10, over 10 units about 9 times.
 */
export const fewUnits = 10;

const seed = 20_210_801;

/** Every cell's scores with bootstrap intervals over its units. */
export function estimateCells<Tally, Name extends string>(
  cells: readonly Cell<Tally>[],
  measure: Measure<Tally, Name>,
): EstimatedCell<Name>[] {
  return cells.map(({ tallies, ...cell }) => ({
    ...cell,
    ...countUnits(tallies),
    scores: bootstrap({
      size: tallies.length,
      seed,
      measure: (indices) => measure(pick(tallies, indices)),
    }),
  }));
}

/** Every cell's change from the first model to the second; both are resampled over the same units. */
export function compareCells<Tally, Name extends string>(
  first: readonly Cell<Tally>[],
  second: readonly Cell<Tally>[],
  measure: Measure<Tally, Name>,
): ComparedCell<Name>[] {
  return first.map(({ tallies, ...cell }, index) => {
    const others = second[index]?.tallies ?? [];
    const change = bootstrap({
      size: tallies.length,
      seed,
      measure: (indices) => difference(measure(pick(tallies, indices)), measure(pick(others, indices))),
    });
    return {
      ...cell,
      ...countUnits(tallies),
      first: measure(tallies),
      second: measure(others),
      change,
    };
  });
}

/** One tally a unit, in the order in which the units first appear. */
export function tallyUnits<Item, Tally>(
  items: readonly Item[],
  unitOf: (item: Item) => string,
  { start, add }: { start: () => Tally; add: (tally: Tally, item: Item) => void },
): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const item of items) {
    const unit = unitOf(item);
    const tally = tallies.get(unit) ?? start();
    add(tally, item);
    tallies.set(unit, tally);
  }
  return [...tallies.values()];
}

function countUnits(tallies: readonly unknown[]): { units: number; trusted: boolean } {
  return { units: tallies.length, trusted: tallies.length >= fewUnits };
}

function pick<Tally>(tallies: readonly Tally[], indices: readonly number[]): Tally[] {
  return indices.map((index) => tallies[index] as Tally);
}

function difference<Name extends string>(
  first: Record<Name, number>,
  second: Record<Name, number>,
): Record<Name, number> {
  const names = Object.keys(first) as Name[];
  return Object.fromEntries(names.map((name) => [name, second[name] - first[name]])) as Record<Name, number>;
}
