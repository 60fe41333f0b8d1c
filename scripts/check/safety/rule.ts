import type { FindingCode } from '../finding-codes.ts';
import type { Features } from './features.ts';

/** What a rule found in a text. Messages never repeat what is secret or personal. */
export type Hit = {
  code: FindingCode;
  /** Where it begins, in UTF-16 code units from 0. */
  start: number;
  /** What it is, as the object of "the text has". */
  message: string;
};

/** Where a text stands. */
export type Setting = {
  /** The line's top-level field. */
  field: string;
  /** The language the line says it is in (BCP 47); undefined where it says none. */
  lang: string | undefined;
};

/** One family of rules over a single text; the table of them is `rules.ts`. */
export type Rule = {
  name: string;
  /** A cheap question whose "no" means that `find` finds nothing; a property test holds every rule to it. */
  mayFind(text: string, features: Features): boolean;
  find(text: string, setting: Setting): Hit[];
};

/** A rule that is one pattern: every match is a hit, unless `accept` says it is none. */
export function hitsOf(
  text: string,
  pattern: RegExp,
  toHit: (match: RegExpExecArray) => Omit<Hit, 'start'> | undefined,
): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(pattern)) {
    const hit = toHit(match);
    if (hit) hits.push({ ...hit, start: match.index });
  }
  return hits;
}
