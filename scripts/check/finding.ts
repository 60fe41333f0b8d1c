/** An `error` is a gate: it fails the check. A `warning` is for a person to weigh. */
export type Severity = 'error' | 'warning';

export type Place = { path: string; line: number; column: number; sample: string | null };

/** A stretch of two texts: words of both, of the other alone, or of the text in question alone. */
export type DiffPart = { kind: 'same' | 'removed' | 'added'; text: string };

/** One thing a check found. Lines and columns count from 1, columns in UTF-16 code units; line 0 is the whole file. */
export type Finding = Place & {
  code: string;
  severity: Severity;
  message: string;
  fix: string;
  /** The named original of a duplicate. */
  other?: Place;
  /** Jaccard similarity to `other`, 0..1. */
  similarity?: number;
  /** What turns the text of `other` into this one. */
  diff?: DiffPart[];
};
