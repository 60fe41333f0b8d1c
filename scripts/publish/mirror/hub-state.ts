/** A file of a release, as the Hub would know it. */
export type MirroredFile = {
  /** From the release's folder, with forward slashes. */
  path: string;
  bytes: number;
  sha256: string;
  /** Id of the content as a Git object: how the Hub knows what it does not keep in LFS. */
  blob: string;
};

/** A file in a repository on the Hub. */
export type HubFile = {
  path: string;
  bytes: number;
  /** SHA-256 of the content where LFS keeps it; there `blob` is the pointer's. */
  sha256: string | undefined;
  blob: string;
};

/** A repository on the Hub as one moment shows it. */
export type HubState = {
  /** The commit of `main`, with its files. */
  head: string;
  files: readonly HubFile[];
  /** The release's tag: the commit that it names, with its files. */
  tag: { commit: string; files: readonly HubFile[] } | undefined;
  /** The version whose manifest stands on `main`, where it is another than the release's. */
  otherVersion: string | undefined;
};
