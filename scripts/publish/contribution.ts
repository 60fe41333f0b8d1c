import type { Author } from './author.ts';

/** A file as it enters the dataset; `content` is written as UTF-8, unchanged. */
export type ContributionFile = {
  /** From the repository's top, with forward slashes. */
  path: string;
  content: string;
  /** How many samples it holds; 0 for a run file or a prompt spec. */
  samples: number;
};

/** One commit on one branch: everything that is to be written, decided before anything is. */
export type Contribution = {
  branch: string;
  files: ContributionFile[];
  author: Author;
  /** The whole commit message, ending in the sign-off. */
  message: string;
};
