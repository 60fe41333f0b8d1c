import type { Estimate } from './bootstrap.ts';
import { type ComparedCell, type EstimatedCell, fewUnits } from './cells.ts';

/** How a benchmark's tables are headed. */
export type Columns<Name extends string> = {
  /** What is resampled: "terms". */
  units: string;
  /** Score → its heading. */
  headings: Record<Name, string>;
};

/** A table for a terminal: one row a cell, every score with its 95 % interval. */
export function formatScores<Name extends string>(
  cells: readonly EstimatedCell<Name>[],
  columns: Columns<Name>,
): string {
  const rows = cells.map((cell) => ({ ...cell, estimates: cell.scores }));
  return formatRows(rows, columns, formatEstimate);
}

/** The same for the change from one model to another. */
export function formatChanges<Name extends string>(
  cells: readonly ComparedCell<Name>[],
  columns: Columns<Name>,
): string {
  const rows = cells.map((cell) => ({ ...cell, estimates: cell.change }));
  return formatRows(rows, columns, formatChange);
}

/** What stands where there was nothing to measure. */
export const noData = '–';

type Row<Name extends string> = {
  name: string;
  units: number;
  trusted: boolean;
  estimates: Record<Name, Estimate>;
};

function formatRows<Name extends string>(
  rows: readonly Row<Name>[],
  { units, headings }: Columns<Name>,
  format: (estimate: Estimate) => string,
): string {
  const measures = Object.keys(headings) as Name[];
  const width = Math.max(4, ...rows.map(({ name }) => name.length));
  const unitWidth = Math.max(units.length, 5);
  const cell = (text: string) => text.padStart(24);
  const lines = rows.map(({ name, units: count, trusted, estimates }) =>
    [
      `${name.padEnd(width)}  ${String(count).padStart(unitWidth)}`,
      ...measures.map((measure) => cell(format(estimates[measure]) + (trusted ? ' ' : '*'))),
    ]
      .join('')
      .trimEnd(),
  );
  const few = rows.some(({ trusted }) => !trusted);
  return [
    `${'cell'.padEnd(width)}  ${units.padStart(unitWidth)}${measures.map((measure) => cell(`${headings[measure]} `)).join('')}`.trimEnd(),
    ...lines,
    ...(few ? [`* fewer than ${fewUnits} ${units}: too few for an interval to be trusted.`] : []),
    '',
  ].join('\n');
}

function formatEstimate({ value, low, high }: Estimate): string {
  if (Number.isNaN(value)) return noData;
  return `${value.toFixed(2)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
}

function formatChange({ value, low, high }: Estimate): string {
  if (Number.isNaN(value)) return noData;
  return `${signed(value, 2)} [${signed(low, 1)}, ${signed(high, 1)}]`;
}

function signed(number: number, digits: number): string {
  return `${number >= 0 ? '+' : ''}${number.toFixed(digits)}`;
}
