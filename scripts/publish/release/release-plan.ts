import type { Report } from '../../report/report.ts';
import type { Tombstone } from '../../sample/tombstone.ts';
import type { Bump } from './manifest.ts';

/** How many samples came, went, or kept their content and got other labels. */
export type RowChange = { added: number; removed: number; relabelled: number };

/** The difference between the source commit and the last release's. */
export type Difference = {
  /** Name → change, sorted by name. */
  axes: Record<string, RowChange>;
  contributors: Record<string, RowChange>;
  total: RowChange;
  /** What a consumer's code or reading of the labels may trip over. */
  breaking: string[];
  /** Other files that differ: axes' words, run files, licence, specs. */
  metadata: string[];
  takedowns: Tombstone[];
};

export type Source = {
  commit: string;
  /** The day of the commit, UTC. */
  date: string;
};

/** A release as it would be built; nothing is written before it is. */
export type ReleasePlan = {
  version: string;
  /** Absent for the first release. */
  bump: Bump | undefined;
  previous: { version: string; commit: string } | undefined;
  source: Source;
  difference: Difference;
  /** The checks over the whole dataset. */
  report: Report;
  checks: string[];
};
