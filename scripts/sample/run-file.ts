import type { PlannedCell } from './planned-cell.ts';

/** What made a run's samples: everything known before they become a contribution. */
export type RunRecord = {
  run: string;
  /** The day the run was planned, yyyy-mm-dd, UTC. */
  date: string;
  /** The dataset's commit the run was planned against; absent outside Git. */
  dataset?: string;
  provider: string;
  /** Absent where no model wrote (templates, authored samples). */
  model?: { asked: string; served: string[] };
  parameters: Record<string, string | number | boolean>;
  seed?: number;
  /** Tool and version: `evenhand/0.1.0`. */
  tool: string;
  /** Prompt specs as `path@<first 12 hex of SHA-256>`; empty for authored samples. */
  specs: string[];
  /** What `evenhand plan` asked for; absent where groups took turns. */
  cells?: PlannedCell[];
  counts: { requested: number; accepted: number; refused: Record<string, number> };
  tokens: { input: number; output: number };
  costMicroUsd: number;
  /** What each model did, the writer first; absent where none was called. */
  models?: ModelUse[];
  /** An estimate in watt-hours with its range and source; zero with a reason where nothing was called. */
  energy: { wattHours: number; lowWattHours?: number; highWattHours?: number; source: string };
  licence: string;
  /** The provider's terms of use, which travel with its samples. */
  termsUrl?: string;
};

/** One model's part in a run. */
export type ModelUse = {
  model: string;
  /** Requests sent, whatever became of them. */
  requests: number;
  tokens: { input: number; output: number };
  /** What is settled, and the worst case of what nobody knows yet (`evenhand ledger reconcile`). */
  costMicroUsd: number;
  /** How much of the cost is such a worst case. */
  unknownMicroUsd: number;
  wattHours: number;
  /** Why requests brought no answer → how often. */
  failures: Record<string, number>;
};

/** A data file as its run file names it; `archive` once its lines stand in a shard of the archive instead. */
export type DataFile = { path: string; sha256: string; samples: number; archive?: ArchivePlace };

/** Where in a shard of `data/archive/` a file's bytes begin, and how many they are. */
export type ArchivePlace = { path: string; offset: number; bytes: number };

/** `data/<axis>/<yyyy>/<run-id>.run.json` (`schemas/run.schema.json`): one per axis and contribution. */
export type RunFile = RunRecord & {
  author: string;
  /** The Developer Certificate of Origin line: `Signed-off-by: Name <e-mail>`. */
  signOff: string;
  files: DataFile[];
};
