/** The forms of a third-person pronoun; `plural` asks for the verb of "they". */
export type Pronouns = {
  subject: string;
  object: string;
  possessive: string;
  possessivePronoun: string;
  reflexive: string;
  plural: boolean;
};

/** How one language names a group. */
export type GroupWords = {
  /** A noun phrase for one member, without article: "wheelchair user". */
  one: string;
  /** The same for several: "wheelchair users". */
  many: string;
  /** Patterns that describe a head noun, `{}` being its place: "deaf {}", "{} who uses a wheelchair". */
  describe?: string[];
  /** Present where the axis itself decides the pronoun (gender). */
  pronouns?: Pronouns;
  /** Relation → word, where the axis decides it: parent → "mother". */
  kinship?: Record<string, string>;
  /** Further words that name the group: synonyms, inflections, multi-word terms. Never personal names. */
  terms: string[];
  /** Term → when it does not name the group. */
  senses?: Record<string, TermSense>;
};

/** What tells a term that names a group from the same word in another sense. */
export type TermSense = {
  /** Only with a capital. */
  capital?: true;
  /** With a capital inside a sentence it is a personal name. */
  lower?: true;
  /** At the start of a sentence, where any word has a capital: only before a word for a person, or never. */
  start?: 'person' | 'never';
  /** Only before a word for a person; elsewhere it is weak. */
  person?: true;
  notBefore?: string[];
  notAfter?: string[];
};

export type Group = { id: string; label: string; words: Record<string, GroupWords> };

/** A dimension of bias (`schemas/axes/<axis>.json`). */
export type Axis = {
  axis: string;
  title: string;
  description: string;
  version: number;
  /** The distribution the dataset aims at: a value choice, versioned, shares add up to 1. */
  target: { version: number; rationale: string; shares: Record<string, number> };
  groups: Group[];
  /** Per language, words for facts that do not swap between the groups ("pregnant"): no counterfactual set may use them. */
  doesNotSwap: Record<string, string[]>;
};

/** Axis id → axis. */
export type Axes = ReadonlyMap<string, Axis>;

/** @throws RangeError where there is no such axis: callers have checked their input before. */
export function requireAxis(axes: Axes, name: string): Axis {
  const axis = axes.get(name);
  if (!axis) throw new RangeError(`no axis "${name}"`);
  return axis;
}
