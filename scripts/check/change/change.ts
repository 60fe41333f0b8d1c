/** What a commit's tree says of one path. */
export type Side = {
  /** As Git writes it: 100644 a file, 100755 an executable one, 120000 a symbolic link, 160000 a submodule. */
  mode: string;
  /** The blob, or a submodule's commit. */
  id: string;
  /** 0 for a submodule. */
  bytes: number;
};

/** One path that differs: `before` at the merge base, `after` at the head. */
export type ChangedFile = { path: string; before: Side | undefined; after: Side | undefined };

/** A file with its content on both sides; undefined where it is not there, or not to be read. */
export type ChangedContent = { path: string; before: Uint8Array | undefined; after: Uint8Array | undefined };

/** What a pull request changes, as Git sees it. */
export type Change = {
  /** Commits, in full. */
  base: string;
  head: string;
  /** Where the head left the base's history; several where the histories cross. */
  mergeBases: string[];
  files: ChangedFile[];
  /** Every path of the base, with its blob. */
  onBase: ReadonlyMap<string, string>;
};

/**
 * What a pull request is: the four kinds that touch data, each with its own path rules, and everything that does not
 * touch data at all.
 */
export type ChangeKind = 'contribution' | 'takedown' | 'bulk' | 'release' | 'code';
