import type { Axis, GroupWords, Pronouns, TermSense } from './axis.ts';

/** One way to name a group. */
export type AxisTerm = {
  term: string;
  axis: string;
  group: string;
  /** The term may as well mean something else ("they", "parent", "tall"): it bears out a label and makes none. */
  weak: boolean;
  sense: TermSense;
};

/** Every way in which a language names the groups of an axis: terms, pronouns, kinship words, descriptions. */
export function termsOfAxis({ axis, groups }: Axis, lang: string): AxisTerm[] {
  return groups.flatMap(({ id, words }) => {
    const ofLang = words[lang];
    if (!ofLang) return [];
    const senses = ofLang.senses ?? {};
    const strong = strongTerms(ofLang);
    const known = new Set(strong);
    const weak = weakTerms(ofLang).filter((term) => !known.has(term));
    return [
      ...strong.map((term) => ({ term, axis, group: id, weak: false, sense: senses[term] ?? {} })),
      ...[...new Set(weak)].map((term) => ({ term, axis, group: id, weak: true, sense: senses[term] ?? {} })),
      ...adjectivesOf(ofLang)
        .filter((term) => !known.has(term))
        .map((term) => ({
          term,
          axis,
          group: id,
          weak: false,
          sense: { person: true as const, ...senses[term] },
        })),
    ];
  });
}

function strongTerms({ one, many, terms, pronouns, kinship = {} }: GroupWords): string[] {
  // Under "parent" another group says "mother"; who says "parent" here uses a word for anyone.
  const kin = Object.entries(kinship).flatMap(([relation, word]) => (word === relation ? [] : [word]));
  const own = pronouns && !pronouns.plural ? formsOf(pronouns) : [];
  return [...new Set([one, many, ...terms, ...kin, ...own])];
}

function weakTerms({ describe = [], pronouns, kinship = {} }: GroupWords): string[] {
  return [
    ...describe.flatMap(wordingsOf).filter((term) => !adjectivesOf({ describe }).includes(term)),
    ...Object.values(kinship),
    // "They" is most often several people, of any gender.
    ...(pronouns?.plural ? formsOf(pronouns) : []),
  ];
}

function formsOf({ subject, object, possessive, possessivePronoun, reflexive }: Pronouns): string[] {
  return [subject, object, possessive, possessivePronoun, reflexive];
}

/** "tall {}": a word that names the group before a word for a person, and elsewhere may be said of a house. */
function adjectivesOf({ describe = [] }: Pick<GroupWords, 'describe'>): string[] {
  return describe.flatMap((pattern) => /^([^{} ]+) \{\}$/.exec(pattern)?.[1] ?? []);
}

/** What stands around the head noun: "{} who {uses/use} a wheelchair" gives "who uses …" and "who use …". */
function wordingsOf(pattern: string): string[] {
  const [before = '', after = ''] = pattern.split('{}');
  return [before, after]
    .flatMap((part) => [
      part.replace(/\{([^/{}]+)\/[^{}]+\}/g, '$1'),
      part.replace(/\{[^/{}]+\/([^{}]+)\}/g, '$1'),
    ])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
