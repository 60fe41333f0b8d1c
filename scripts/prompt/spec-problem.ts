/** An error stops the spec from being used; a warning is for its author to judge. */
export type SpecSeverity = 'error' | 'warning';

/** What is wrong with a prompt spec, and where: line and column count from 1, `key` is the path of keys. */
export type SpecProblem = {
  severity: SpecSeverity;
  line: number;
  column: number;
  key: string;
  message: string;
  fix: string;
};

/** A problem with the file it stands in. */
export type PlacedProblem = SpecProblem & { path: string };

/**
 * A problem inside a parsed spec: the keys down to the value, and, where only a part of it is meant, that
 * part and what stands before it in the value. An error where no severity is given.
 */
export type SpecLint = {
  keys: (string | number)[];
  severity?: SpecSeverity;
  excerpt?: string;
  before?: string;
  message: string;
  fix: string;
};

/** One line: the place that editors can jump to, what is wrong, and how to mend it. */
export function formatSpecProblem({ path, line, column, key, message, fix }: PlacedProblem): string {
  return `${path}:${line}:${column}${key ? ` ${key}` : ''}: ${message} (${fix})`;
}
