/** Plurals by the noun's end: "child" serves "grandchild" too. */
const irregularEnds: [one: string, many: string][] = [
  ['person', 'people'],
  ['woman', 'women'],
  ['child', 'children'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['wife', 'wives'],
  ['life', 'lives'],
  ['knife', 'knives'],
  ['half', 'halves'],
  ['shelf', 'shelves'],
  ['leaf', 'leaves'],
  ['loaf', 'loaves'],
  ['calf', 'calves'],
  ['wolf', 'wolves'],
  ['thief', 'thieves'],
  ['scarf', 'scarves'],
  ['hero', 'heroes'],
  ['echo', 'echoes'],
  ['veto', 'vetoes'],
  ['potato', 'potatoes'],
  ['tomato', 'tomatoes'],
  ['quiz', 'quizzes'],
  ['alumnus', 'alumni'],
  ['criterion', 'criteria'],
  ['phenomenon', 'phenomena'],
];

/** Plurals of whole words only: "goose" must not be found in "mongoose". */
const irregularWords = new Map([
  ['man', 'men'],
  ['mouse', 'mice'],
  ['goose', 'geese'],
  ['ox', 'oxen'],
  ['self', 'selves'],
  ['axis', 'axes'],
  ['by', 'bys'],
]);

/** Nouns that are the same for one and for many, and nouns without a plural. */
const unchanged =
  /(?:^|[a-z])(?:series|species|(?:air|space|hover|water)craft|sheep|deer|offspring|staff|equipment|headquarters|crossroads|wildlife|swiss)$/i;
const peopleEndingInEse = /^\p{Lu}\p{L}+ese$/u;

/** "policeman" becomes "policemen"; "human" and "German" are no compounds of "man". */
const compoundOfMan = /[a-z]{2}man$/i;
const noCompoundOfMan = /(?:^|[a-z])(?:human|german|roman|norman|shaman|ottoman|talisman|caiman)$/i;

/** "ch" said as "k": "monarchs". */
const hardCh = /(?:stomach|monarch|patriarch|matriarch|epoch|loch|tech|czech)$/i;

/** A head noun is followed by these in "editor in chief", "mother-in-law", "person with a limp". */
const headBeforeModifier =
  /^(.+?)((?:-in-law|-in-chief|(?<=er)-by| (?:of|in|at|with|without|for|from|on|to|by|experiencing|living)(?= )).*)$/u;

/** The plural of a noun phrase. What no rule gives wants `many` in the spec. */
export function englishPlural(phrase: string): string {
  const [, head, modifier] = headBeforeModifier.exec(phrase) ?? [];
  if (head !== undefined && modifier !== undefined) return englishPlural(head) + modifier;
  const [, before = '', noun = ''] = /^(.*?)(\p{L}*)$/u.exec(phrase) ?? [];
  return before + pluralNoun(noun);
}

function pluralNoun(noun: string): string {
  const lower = noun.toLowerCase();
  if (noun === '' || unchanged.test(noun) || peopleEndingInEse.test(noun)) return noun;
  const whole = irregularWords.get(lower);
  if (whole) return noun.slice(0, 1) + whole.slice(1);
  const ending = irregularEnds.find(([one]) => lower.endsWith(one));
  if (ending) return replaceEnd(noun, ...ending);
  if (compoundOfMan.test(noun) && !noCompoundOfMan.test(noun)) return replaceEnd(noun, 'man', 'men');
  return regularPlural(noun);
}

/** Puts one ending for another and keeps a capital that the ending begins with: "Child" becomes "Children". */
function replaceEnd(noun: string, one: string, many: string): string {
  const kept = noun.slice(0, noun.length - one.length + 1);
  return kept + many.slice(1);
}

function regularPlural(noun: string): string {
  if (/(?:[^aeiou]|qu)y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/[a-z]sis$/.test(noun)) return `${noun.slice(0, -2)}es`;
  if (/(?:s|x|z|ch|sh)$/.test(noun) && !hardCh.test(noun)) return `${noun}es`;
  return `${noun}s`;
}
