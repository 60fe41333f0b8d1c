import { type Hub, pageOf } from './hub.ts';
import type { HubFile } from './hub-state.ts';
import { type Release, tagOf } from './next-step.ts';

/** The commits that hold the release, as the Hub shows them, with the files of the tagged one. */
export type Settled = { head: string; tagged: string; files: readonly HubFile[] };

/** What was downloaded again and found to be right. */
export type ReadBack = { files: number; bytes: number };

/** What stands on the Hub, as it was seen after the last step. */
export type Receipt = {
  schema: 1;
  /** The page of the dataset. */
  url: string;
  repo: string;
  version: string;
  /** The commit of the dataset that the release was built from. */
  source: string;
  /** SHA-256 of manifest.json. */
  manifest: string;
  /** The Hub's commit of `main`; its files are those of the manifest. */
  commit: string;
  tag: string;
  /** The commit that the tag names; its files are those of the manifest too. */
  tagged: string;
  files: number;
  bytes: number;
  /** Files that were downloaded again through the tag, each with the SHA-256 of the manifest. */
  downloaded: ReadBack;
  /** When it was seen, ISO 8601. */
  at: string;
};

type Facts = {
  hub: Pick<Hub, 'url' | 'repo'>;
  release: Release;
  settled: Settled;
  downloaded: ReadBack;
  at: Date;
};

export function receiptOf({ hub, release, settled, downloaded, at }: Facts): Receipt {
  const { version, source, manifest, files } = release;
  return {
    schema: 1,
    url: pageOf(hub),
    repo: hub.repo,
    version,
    source,
    manifest,
    commit: settled.head,
    tag: tagOf(version),
    tagged: settled.tagged,
    files: files.length,
    bytes: bytesOf(files),
    downloaded,
    at: at.toISOString(),
  };
}

export function bytesOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
