import type { Estimate } from '../bootstrap.ts';
import type { ComparedCell, EstimatedCell, Estimates } from './estimate.ts';
import { sayChange, sayNonInferiority } from './verdict.ts';

const measures = ['lms', 'ss', 'icat'] as const;

/** A table for a terminal: one row a cell, every score with its 95 % interval. */
export function formatScores(cells: readonly EstimatedCell[]): string {
  return [
    ...formatRows(
      cells.map(({ name, terms, scores }) => ({ name, terms, estimates: scores })),
      formatEstimate,
    ),
    '',
    'LMS: how often a meaningful sentence beats an unrelated one (best 100). SS: how often the stereotype beats the',
    'anti-stereotype (50 is no preference). ICAT joins both (best 100). In brackets: 95% bootstrap interval over terms.',
    '',
  ].join('\n');
}

/** The same for the change from one model to another, with what may be claimed. */
export function formatComparison(cells: readonly ComparedCell[]): string {
  const [overall] = cells;
  const claims = overall
    ? [
        ...measures.map(
          (name) =>
            `${name.toUpperCase()}: ${sayChange(name, overall.change[name], overall.first, overall.second)}.`,
        ),
        `${sayNonInferiority(overall.change.lms)}.`,
      ]
    : [];
  return [
    ...formatRows(
      cells.map(({ name, terms, change }) => ({ name, terms, estimates: change })),
      formatChange,
    ),
    '',
    'Change from the first model to the second, paired on the same items. Overall:',
    ...claims.map((claim) => `  ${claim}`),
    '',
  ].join('\n');
}

type Row = { name: string; terms: number; estimates: Estimates };

function formatRows(rows: Row[], format: (estimate: Estimate) => string): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cell = (text: string) => text.padStart(22);
  return [
    `${'cell'.padEnd(width)}  terms${['LMS', 'SS', 'ICAT'].map(cell).join('')}`,
    ...rows.map(
      ({ name, terms, estimates }) =>
        `${name.padEnd(width)}  ${String(terms).padStart(5)}${measures.map((measure) => cell(format(estimates[measure]))).join('')}`,
    ),
  ];
}

function formatEstimate({ value, low, high }: Estimate): string {
  return `${value.toFixed(2)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
}

function formatChange({ value, low, high }: Estimate): string {
  const sign = (number: number, digits: number) => `${number >= 0 ? '+' : ''}${number.toFixed(digits)}`;
  return `${sign(value, 2)} [${sign(low, 1)}, ${sign(high, 1)}]`;
}
