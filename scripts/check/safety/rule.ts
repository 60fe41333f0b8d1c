import type { FindingCode } from '../finding-codes.ts';

/** What a rule found in a text. Messages never repeat what is secret or personal. */
export type Hit = {
  code: FindingCode;
  /** Where it begins, in UTF-16 code units from 0. */
  start: number;
  message: string;
};

/** One family of rules over a single text; the table of them is `rules.ts`. */
export type Rule = {
  name: string;
  /** A cheap question whose "no" means that `find` finds nothing; a property test holds every rule to it. */
  mayFind(text: string): boolean;
  find(text: string): Hit[];
};
