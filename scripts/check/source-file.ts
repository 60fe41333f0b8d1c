/** A file to check, wherever it stands: on disk, in a Git commit, in memory. */
export type SourceFile = {
  /** From the dataset's root, with forward slashes. */
  path: string;
  chunks(): AsyncIterable<Uint8Array>;
  /** Where the chunks are a selection of the file's lines: the numbers of these. */
  lineNumbers?: number[];
};

/** May be walked more than once: a check that found something looks at the lines concerned again. */
export type SourceFiles = Iterable<SourceFile> | AsyncIterable<SourceFile>;

/** What one pass over a data file tells of the whole file. */
export type FileFacts = {
  path: string;
  /** Of files that a run file can name: those whose path has the shape of a data file. */
  sha256: string | undefined;
  bytes: number;
  lines: number;
  /** The prompt specs that its samples name (path@hash), each with the line of the first. */
  specs: ReadonlyMap<string, number>;
  /** A Git LFS pointer in the archive: its samples are elsewhere. */
  isPointer?: true;
};

/** A run file, whole; undefined where it is longer than any run file is. */
export type RunFileEntry = { path: string; bytes: Uint8Array | undefined };
