/** Texts found clean, so that what stands in every line (an axis, a run, a group) is judged once. */
export type CleanTexts = Map<string, Set<string>>;

/** Longer texts seldom come again. */
const maxLength = 100;
const maxTexts = 4_096;
const maxLangs = 64;

export function isKnownClean(known: CleanTexts, text: string, lang = ''): boolean {
  return text.length <= maxLength && known.get(lang)?.has(text) === true;
}

/** Starts anew once it is full: what comes often is soon known again. */
export function rememberClean(known: CleanTexts, text: string, lang = ''): void {
  if (text.length > maxLength) return;
  if (known.size > maxLangs) known.clear();
  const texts = known.get(lang) ?? new Set();
  if (texts.size >= maxTexts) texts.clear();
  known.set(lang, texts.add(text));
}
