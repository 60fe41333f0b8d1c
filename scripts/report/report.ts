import type { BiasReport } from '../check/bias/bias-report.ts';
import type { ChangeKind } from '../check/change/change.ts';
import type { Finding } from '../check/finding.ts';
import type { JudgedReport } from '../check/judged/judged-report.ts';
import type { RunRecord } from '../sample/run-file.ts';
import type { Kind, Stance } from '../sample/sample.ts';

/** Name → how many samples, sorted by name. */
export type Counts = Record<string, number>;

/** `target` is the share (0..1) the dataset aims at; null where the axis file does not know the group. */
export type GroupCount = { group: string; label: string; samples: number; target: number | null };

/** A sample that names two groups counts in both; one that names none counts in `samples` alone. */
export type AxisCount = {
  axis: string;
  title: string;
  samples: number;
  families: number;
  groups: GroupCount[];
};

/** What made the samples, where they come from one run. */
export type ReportRun = Pick<
  RunRecord,
  'provider' | 'model' | 'seed' | 'costMicroUsd' | 'tokens' | 'energy' | 'models'
> & {
  id: string;
  requested: number;
  accepted: number;
  /** Reason → how many answers were refused for it. */
  refused: Counts;
};

/** The pull request that was judged: its kind, and the commits it lies between. */
export type ReportChange = {
  kind: ChangeKind;
  base: string;
  head: string;
  /** Samples that a takedown removes for good. */
  removed?: number;
};

/** A sample to read, clipped; `text` is raw and must pass through inert.ts before anyone sees it. */
export type Excerpt = {
  sample: string;
  /** Null where the sample stands alone. */
  family: string | null;
  axis: string;
  kind: Kind;
  lang: string;
  stance: Stance;
  groups: string[];
  text: string;
};

/** The one model every rendering comes from: `report.json` and `check --json` (`schemas/report.schema.json`). */
export type Report = {
  schema: 1;
  /** Whether no finding is an error. */
  ok: boolean;
  /** One sentence that says the same to a person. */
  verdict: string;
  /** Tool and version: `evenhand/0.1.0`. */
  tool: string;
  samples: number;
  families: number;
  /** How many files were read. */
  files: number;
  kinds: Counts;
  langs: Counts;
  stances: Counts;
  axes: AxisCount[];
  findings: Finding[];
  counts: { errors: number; warnings: number; byCode: Counts };
  run?: ReportRun;
  /** Present where a pull request was judged. */
  change?: ReportChange;
  /** Which benchmarks the samples were held against, and which are known but could not be; absent where none was asked for. */
  benchmarks?: { checked: string[]; notChecked: string[] };
  excerpts: Excerpt[];
  /** What the samples do to the dataset's bias; absent where it was not checked. */
  bias?: BiasReport;
  /** A second opinion on a drawn part of the samples, where one was asked for; it is no finding and fails nothing. */
  judged?: JudgedReport;
  /** Commands to run next. */
  next?: string[];
};
