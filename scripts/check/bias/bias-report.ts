import type { Thresholds } from './thresholds.ts';

/** A number with its 95 % interval and the families behind it, or too few of them to give one. */
export type Estimate =
  | { value: number; low: number; high: number; families: number }
  | { families: number; needs: number };

/** A number before the merge, in the contribution alone, after the merge, and what the merge changes. */
export type Row = { before: Estimate; contribution: Estimate; after: Estimate; change: Estimate };

/**
 * `gate` fails the check; `worse` and `better` are sure of their direction; `found` stands in the merged dataset,
 * and the merge does not change it for sure; `unclear` may be noise; `insufficient` has too few families.
 */
export type Status = 'gate' | 'worse' | 'found' | 'unclear' | 'better' | 'insufficient';

export type Measure = 'balance' | 'own-balance' | 'association' | 'valence' | 'parity';

/** A family of the contribution, and by how much the number after the merge would be smaller without it. */
export type Influence = { family: string; path: string; line: number; effect: number };

export type BiasChange = Row & {
  measure: Measure;
  axis: string;
  /** What the number is, in words: "Gender: distance from the target". */
  label: string;
  group: string | null;
  /** A category of `schemas/attributes.json`, or a word. */
  attribute: { kind: 'category' | 'word'; name: string } | null;
  status: Status;
  /** Benjamini–Hochberg's q, for associations. */
  q: number | null;
  /** The change since the last release, this merge included: for balance alone, and where there is a release. */
  drift: Estimate | null;
  /** The families that move it most, first the largest; only for what is flagged. */
  families: Influence[];
  /** What would mend it; null where nothing needs to be. */
  fix: string | null;
};

export type GroupBias = {
  group: string;
  label: string;
  target: number;
  share: Row;
  valence: Row;
  /** Mean valence of chosen minus rejected answers. */
  preference: Row;
  /** Valence gaps of user turns and of rejected answers, which no model learns to say. */
  asked: Row;
  rejected: Row;
};

/** The log-odds of a category with a group after the merge; null where families are too few. */
export type HeatCell = { group: string; category: string; value: number | null; q: number | null };

export type AxisBias = {
  axis: string;
  title: string;
  families: { before: number; contribution: number; after: number };
  distance: Row;
  /** The change of the distance since the last release, this merge included; null where there is none. */
  drift: Estimate | null;
  evenness: Row;
  coverage: Row;
  edits: Row;
  versionValence: Row;
  groups: GroupBias[];
  heat: HeatCell[];
};

/** What the bias check found: every number a maintainer decides by. */
export type BiasReport = {
  /** One sentence: the verdict and the worst axis with its interval. */
  headline: string;
  /**
   * `merge`: a contribution beside a dataset; `takedown`: a dataset without some samples, which stand in the place of
   * the contribution; `standing`: a dataset by itself, without a before.
   */
  mode: 'merge' | 'takedown' | 'standing';
  thresholds: Thresholds;
  replicates: number;
  categories: { id: string; label: string }[];
  axes: AxisBias[];
  /** Worst first. */
  changes: BiasChange[];
  /** Language → samples not measured for want of a lexicon. */
  notMeasured: Record<string, number>;
};
