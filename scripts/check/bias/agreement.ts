/** Verb forms that agree with "they" in place of "he" or "she", and need more than an s. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['is', 'be'],
  ['are', 'be'],
  ['was', 'were'],
  ['has', 'have'],
  ['does', 'do'],
  ['goes', 'go'],
]);

/**
 * An English word without the ending that agrees with the pronoun: "he brings" and "they bring" say the same of
 * both. Plurals lose their s as well, which costs nothing here.
 */
export function withoutAgreement(word: string): string {
  const known = irregular.get(word);
  if (known) return known;
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:ch|sh|x|z|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
