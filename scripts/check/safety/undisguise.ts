/** Letters one by one: "i g n o r e", "i.g.n.o.r.e", "I-g-n-o-r-e". */
const spelled = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[ .*_-][\p{L}\p{N}](?![\p{L}\p{N}])){2,200}/gu;
const mayBeSpelled = /(?:^|[^a-z\d])(?:[a-z\d][ .*_-]){3}[a-z\d](?![a-z\d])/i;

/** Digits and signs among letters, for the letters they look like. */
const mixed =
  /(?<=[a-z])[013457@$]{1,3}(?=[a-z]|(?![\p{L}\p{N}]))|(?<![\p{L}\p{N}])[013457@$]{1,3}(?=[a-z])/giu;
const letterFor: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};

/** What stands for the blank between two words. */
const joint = /(?<=[^\n]) ?\n ?(?=[^\n])|(?<=[a-z])[_+](?=[a-z])/gi;

/** A line's end, or two quotation marks, in the middle of a key. */
const seam = /(?<=[\w+/=-]{6})(?:["'`][ \n]{0,8}[+.,]?[ \n]{0,8}["'`]|\\?\n[ \t]{0,8})(?=[\w+/=-]{4})/g;

/** A text as it is read by whoever sees through a disguise; `start` is where it first differs from what is written. */
type Reading = { text: string; start: number };

/** What is spelled letter by letter as words. */
export function joinLetters(text: string): Reading | undefined {
  if (!mayBeSpelled.test(text)) return undefined;
  return readingOf(
    text,
    text.replace(spelled, (letters) => letters.replace(/[ .*_-]/g, '')),
  );
}

/** Words with digits for letters, with underscores or line ends between them, as plain words. */
export function plainWords(text: string): Reading | undefined {
  const read = text
    .replace(joint, ' ')
    .replace(mixed, (signs) => [...signs].map((sign) => letterFor[sign]).join(''));
  return readingOf(text, read);
}

/** The parts of what was split over lines or strings, put together. */
export function joinParts(text: string): Reading | undefined {
  if (!text.includes('\n') && !/["'`]/.test(text)) return undefined;
  return readingOf(text, text.replace(seam, ''));
}

function readingOf(written: string, text: string): Reading | undefined {
  if (text === written) return undefined;
  let start = 0;
  while (written[start] === text[start]) start += 1;
  return { text, start };
}
