import type { ComparedCell, EstimatedCell } from './cells.ts';
import type { Columns } from './format-table.ts';

/** What a benchmark found, as all its renderings need it. */
export type Result<Name extends string = string> = {
  /** "StereoSet" */
  benchmark: string;
  columns: Columns<Name>;
  /** The least change that still counts as none, where there is a margin: drawn in the plots of changes. */
  margins?: Partial<Record<Name, number>>;
  /** The value of each score that means no preference, where there is one. */
  neutral: Partial<Record<Name, number>>;
  /** One model, or two that are compared. */
  models: { name: string; cells: EstimatedCell<Name>[] }[];
  comparison?: { cells: ComparedCell<Name>[]; claims: string[] };
  /** What the scores say. */
  legend: string[];
  /** What a reader must know before quoting a figure. */
  warnings: string[];
};
