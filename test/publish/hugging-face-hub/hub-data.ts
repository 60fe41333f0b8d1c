import type { Account, Publisher } from './accounts.ts';
import type { Repository } from './repository.ts';

/** Sizes in bytes above which the Hub takes another way; its own are too large for a test. */
export type Limits = {
  /** Content that goes into LFS whatever it is. */
  lfsAbove: number;
  /** Objects that are uploaded in parts of this size. */
  partBytes: number;
  /** Entries of one page of a tree. */
  pageEntries: number;
};

export type HubData = {
  url: string;
  /** Where large files are kept: another host, which knows no tokens. */
  storageUrl: string;
  /** `namespace/name` → dataset. */
  repositories: Map<string, Repository>;
  tokens: Map<string, Account>;
  publishers: Publisher[];
  /** The workflow that asks GitHub for a token. */
  job: { secret: string; repository: string; workflow: string };
  /** How long an exchanged token lasts. */
  tokenSeconds: number;
  /** Parts of uploads that are not put together yet, by object and number. */
  parts: Map<string, Buffer>;
  limits: Limits;
};
