import type { Counts } from '../../report/report.ts';
import type { Split } from './split.ts';

export type Bump = 'major' | 'minor' | 'patch';

/** A file of a release; rows where it holds samples. */
export type ReleaseFile = {
  /** From the release's folder, with forward slashes. */
  path: string;
  bytes: number;
  sha256: string;
  rows?: number;
  config?: string;
  split?: Split;
};

/** `manifest.json` of a release (`schemas/release.schema.json`). */
export type Manifest = {
  schema: 1;
  version: string;
  previous: { version: string; commit: string } | null;
  /** The commit that the release was built from; the release's own commit is its child. */
  commit: string;
  /** The day of that commit, UTC. */
  date: string;
  /** Tool and version: `evenhand/0.1.0`. */
  tool: string;
  samples: number;
  families: number;
  kinds: Counts;
  langs: Counts;
  axes: Counts;
  checks: { ok: boolean; names: string[]; errors: number; warnings: number; byCode: Counts };
  files: ReleaseFile[];
};

export const manifestName = 'manifest.json';

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
