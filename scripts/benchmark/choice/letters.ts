/** How options are shown, and what an answer says of them. */
export const letters = ['A', 'B', 'C'] as const;

/** "A) …", a line each. */
export function formatOptions(texts: readonly string[]): string {
  return texts.map((text, index) => `${letters[index]}) ${text}`).join('\n');
}

/** The option that an answer begins with, as its place in the list; undefined where it is no letter of one. */
export function placeOfAnswer(text: string): number | undefined {
  const [, letter] = /^[^\p{L}]*([ABC])(?!\p{L})/u.exec(text) ?? [];
  return letter === undefined ? undefined : letters.indexOf(letter as (typeof letters)[number]);
}

/** Why an answer does not count. */
export const noLetter = 'an answer that is no letter of an option';
