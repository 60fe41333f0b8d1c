import { hashText } from '../../sample/hash-text.ts';
import { addNumber, addNumbers, emptyNumberSet, type NumberSet } from '../../sample/number-set.ts';
import { addToList } from '../check.ts';
import type { Finding, Place } from '../finding.ts';
import { findingCodes } from '../finding-codes.ts';
import { maxGramWords, type Word } from './word-rarity.ts';

/** A rare n-gram in a contribution: the families that have it (32 bits of each), and where it stands first. */
type Gram = { families: Set<number>; first: Place };

/** What one contribution says again and again. */
type Contribution = {
  isReference: boolean;
  /** Families by the hashes of their ids, and how many samples are families of their own. */
  families: NumberSet;
  singles: number;
  grams: Map<string, Gram>;
};

export type TriggerState = {
  /** By run; data without runs counts as one contribution a file. */
  contributions: Map<string, Contribution>;
  /** Run → who signed it off, as its run file says. */
  authors: Map<string, string>;
};

/** Whose a sample is. */
export type Origin = {
  contribution: string;
  isReference: boolean;
  /** The declared family; undefined where the sample is its own. */
  family: string | undefined;
};

export type TriggerText = Origin & {
  path: string;
  line: number;
  /** Asked for only where the text has something new: a column is dear. */
  place: () => Place;
  words: Word[];
  /** Words of the prompt spec that the sample names: what they make up is no trigger. */
  specWords: ReadonlySet<string> | undefined;
};

/** In so many families at least, and in this share of them, a rare n-gram is a trigger. */
const minFamilies = 5;
const minShare = 0.02;
/** A contribution that holds more n-grams than this forgets the rarest: the memory of a check is bounded. */
const maxGrams = 50_000;

export function emptyTriggers(): TriggerState {
  return { contributions: new Map(), authors: new Map() };
}

/** Counts a sample's family, with or without anything rare in it; once a sample. */
export function addOrigin(state: TriggerState, origin: Origin): void {
  const contribution = contributionOf(state, origin);
  if (origin.family === undefined) contribution.singles += 1;
  else addNumber(contribution.families, hashText(origin.family));
}

export function addText(state: TriggerState, text: TriggerText): void {
  const contribution = contributionOf(state, text);
  const { grams } = contribution;
  const family = hashText(text.family ?? `${text.path}:${text.line}`) | 0;
  for (const gram of gramsOf(text)) addGram(grams, gram, family, text);
  if (grams.size > maxGrams) forgetRarest(grams, countFamilies(contribution));
}

function countFamilies({ families, singles }: Contribution): number {
  return families.size + singles;
}

type Name = Pick<Origin, 'contribution' | 'isReference'>;

function contributionOf(state: TriggerState, { contribution, isReference }: Name): Contribution {
  const known = state.contributions.get(contribution);
  if (known) return known;
  const empty = { isReference, families: emptyNumberSet(), singles: 0, grams: new Map<string, Gram>() };
  state.contributions.set(contribution, empty);
  return empty;
}

/** A rare word by itself; words that are rare only together with all that stands between them. */
function gramsOf({ words, specWords }: TriggerText): Set<string> {
  const grams = new Set<string>();
  words.forEach((word, at) => {
    if (word.rarity === 'common') return;
    if (word.rarity === 'rare' && !specWords?.has(word.text)) grams.add(word.text);
    for (let end = at + 1; end < Math.min(words.length, at + maxGramWords); end += 1) {
      const last = words[end];
      if (!last || last.rarity === 'common' || last.text === word.text) continue;
      if (specWords?.has(word.text) && specWords.has(last.text)) continue;
      grams.add(
        words
          .slice(at, end + 1)
          .map(({ text }) => text)
          .join(' '),
      );
    }
  });
  return grams;
}

type Sighting = Pick<TriggerText, 'path' | 'line' | 'place'>;

function addGram(grams: Map<string, Gram>, gram: string, family: number, seen: Sighting): void {
  const known = grams.get(gram);
  if (!known) {
    grams.set(gram, { families: new Set([family]), first: seen.place() });
    return;
  }
  known.families.add(family);
  if (isBefore(seen, known.first)) known.first = seen.place();
}

/** Of one line the first text is read first. */
function isBefore(a: Sighting, b: Place): boolean {
  return a.path === b.path ? a.line < b.line : a.path < b.path;
}

/** What is in fewer than half the share asked for, so far, can become a trigger only by doubling its share. */
function forgetRarest(grams: Map<string, Gram>, families: number): void {
  for (const [gram, { families: own }] of grams) {
    if (own.size < (families * minShare) / 2) grams.delete(gram);
  }
}

export function mergeTriggers(into: TriggerState, from: TriggerState): void {
  for (const [run, author] of from.authors) into.authors.set(run, author);
  for (const [name, { families, singles, grams, isReference }] of from.contributions) {
    const contribution = contributionOf(into, { contribution: name, isReference });
    contribution.singles += singles;
    addNumbers(contribution.families, families);
    for (const [gram, { families: own, first }] of grams) {
      const seen = { ...first, place: () => first };
      for (const family of own) addGram(contribution.grams, gram, family, seen);
    }
  }
}

/**
 * Rare n-grams that no one else's contribution has, in at least five families and 2% of them: of one contribution,
 * or of all that its author contributed, unless one of the earlier ones reached that bound and was taken.
 * `isOneHand`: all that is judged came together, by whoever brought it, and was not taken yet. Its run files may name
 * as many authors as they like.
 */
export function findTriggers(state: TriggerState, isOneHand: boolean): Finding[] {
  const overview = overlook(isOneHand ? inOneHand(state) : state, isOneHand);
  return [...state.contributions].flatMap(([name, contribution]) => {
    if (contribution.isReference) return [];
    const triggers = [...contribution.grams].filter(([gram]) => isTrigger(gram, name, overview));
    return widest(triggers).map(([gram, { families, first }]) =>
      toFinding(gram, families.size, contribution, first),
    );
  });
}

/** The same, with all authors of what is judged taken for one, in what the base has of them too. */
function inOneHand(state: TriggerState): TriggerState {
  const names = [...state.contributions].filter(([, { isReference }]) => !isReference).map(([name]) => name);
  const hands = new Set(names.map((name) => authorOf(state, name)));
  const all = [...state.contributions.keys()].map((name): [string, string] => {
    const author = authorOf(state, name);
    return [name, hands.has(author) ? (names[0] ?? author) : author];
  });
  return { ...state, authors: new Map(all) };
}

type Overview = TriggerState & {
  isOneHand: boolean;
  /** N-gram → the contributions that have it. */
  holders: Map<string, string[]>;
  /** Author → how many families all the contributions of theirs have. */
  familiesOf: Map<string, number>;
};

function overlook(state: TriggerState, isOneHand: boolean): Overview {
  const holders = new Map<string, string[]>();
  const familiesOf = new Map<string, number>();
  for (const [name, contribution] of state.contributions) {
    for (const gram of contribution.grams.keys()) addToList(holders, gram, name);
    const author = authorOf(state, name);
    familiesOf.set(author, (familiesOf.get(author) ?? 0) + countFamilies(contribution));
  }
  return { ...state, isOneHand, holders, familiesOf };
}

/** A contribution whose run file does not say whose it is stands for itself. */
function authorOf({ authors }: Pick<TriggerState, 'authors'>, name: string): string {
  return authors.get(name) ?? name;
}

function isTrigger(gram: string, name: string, overview: Overview): boolean {
  const author = authorOf(overview, name);
  const holders = overview.holders.get(gram) ?? [];
  if (holders.some((holder) => authorOf(overview, holder) !== author)) return false;
  const bounds = holders.map((holder) => {
    const contribution = overview.contributions.get(holder);
    const having = contribution?.grams.get(gram)?.families.size ?? 0;
    const isReached = contribution ? reaches(having, countFamilies(contribution)) : false;
    const isTaken = holder !== name && (contribution?.isReference || !overview.isOneHand);
    return { having, isReached, isTaken };
  });
  if (bounds.some(({ isReached, isTaken }) => isReached && isTaken)) return false;
  const all = bounds.reduce((sum, { having }) => sum + having, 0);
  return bounds.some(({ isReached }) => isReached) || reaches(all, overview.familiesOf.get(author) ?? 0);
}

function reaches(having: number, families: number): boolean {
  return having >= Math.max(minFamilies, Math.ceil(families * minShare));
}

/** Of n-grams within one another that the same number of families has, the widest. */
function widest(triggers: [string, Gram][]): [string, Gram][] {
  return triggers.filter(
    ([gram, { families }]) =>
      !triggers.some(
        ([other, { families: theirs }]) =>
          other.length > gram.length && theirs.size >= families.size && ` ${other} `.includes(` ${gram} `),
      ),
  );
}

function toFinding(gram: string, count: number, contribution: Contribution, first: Place): Finding {
  const words = gram.split(' ').map(told).join(' ');
  return {
    ...first,
    code: 'E_TRIGGER_NGRAM',
    severity: 'error',
    message: `the rare words "${words}" stand in ${count} of ${countFamilies(contribution)} families, and in nobody else's`,
    fix: findingCodes.E_TRIGGER_NGRAM.fix,
  };
}

/** What may be a key or a number of somebody's is not repeated. */
function told(word: string): string {
  return word.length > 20 || /\d/.test(word) ? `${word.slice(0, 4)}…` : word;
}
