/**
 * The words and constants of VADER (Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
 * Analysis of Social Media Text", ICWSM 2014), as of its release 3.3.2. The rated words themselves come from the
 * lexicon file of the package `vader-sentiment`.
 */

/** What release 3.3.2 rates otherwise than the package's lexicon, which is older. */
export const newerRatings: readonly [word: string, rating: number][] = [
  ['heart', 3.2],
  ['hearts', 3.3],
  ['flawed', -2.1],
  ['badass', 1.4],
];

/** What a degree adverb adds to the rating behind it, or takes away. */
const degree = 0.293;

const stronger = `absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous
  enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin
  fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely
  incredible incredibly intensely major majorly more most particularly purely quite really remarkably so
  substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very`;
const weaker = `almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally
  partly scarce scarcely slight slightly somewhat sorta sortof sort-of`;

/** Adverb → what it adds to the rating of the word behind it. */
export const boosters: ReadonlyMap<string, number> = new Map([
  ...listOf(stronger).map((word): [string, number] => [word, degree]),
  ...listOf(weaker).map((word): [string, number] => [word, -degree]),
  ['just enough', -degree],
  ['kind of', -degree],
  ['sort of', -degree],
]);

/** Words that turn the rating behind them round; any word with "n't" does too. */
export const negations: ReadonlySet<string> = new Set(
  listOf(`aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither
    neednt never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent uh-uh without wont
    wouldnt rarely seldom despite`),
);

/** Phrases that have a rating of their own. */
export const idioms: ReadonlyMap<string, number> = new Map([
  ['the shit', 3],
  ['the bomb', 3],
  ['bad ass', 1.5],
  ['badass', 1.5],
  ['bus stop', 0],
  ['yeah right', -2],
  ['kiss of death', -1.5],
  ['to die for', 3],
  ['beating heart', 3.5],
]);

function listOf(words: string): string[] {
  return words.split(/\s+/);
}
