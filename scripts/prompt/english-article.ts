/** "a" or "an", by the sound that the phrase begins with. */
export function englishArticle(phrase: string): 'a' | 'an' {
  return beginsWithVowelSound(bare(phrase)) ? 'an' : 'a';
}

/** Without accents, and without the quotes, brackets and currency signs that are not said first. */
function bare(phrase: string): string {
  return phrase
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '');
}

/** Words that begin with "uni" as in "unit"; "unimportant" and "unidentified" carry the prefix "un-". */
const unitSound = /^uni(?!n|m[mp]|mag|de|r|ss)/i;

/** Other vowel letters said with a consonant first: "a used car", "a Ukrainian", "a European", "a one-off". */
const consonantSound = new RegExp(
  [
    'u(?![a-z])',
    'unanim|unesco',
    'us[aeiu]',
    'ut(?:e[nr]|il|op)',
    'ubiq',
    'uro|ura[nl]|uri(?!ah)|ure',
    'ukr|uke|ukulele',
    'ugand|urug|uygh|uigh',
    'eu|ewe',
    'one(?![a-z])|once|ouija',
  ]
    .map((start) => `^(?:${start})`)
    .join('|'),
  'i',
);

/** Consonant letters that are not said: "an hour", "an heir". */
const silentH = /^(?:hour|honest|honou?r|heir)/i;

/** Capitals read letter by letter, and a letter before a hyphen: "an MRI", "a UN envoy", "an X-ray", "an n-gram". */
const spelledOut = /^(?:[A-Z]{2,}|[A-Z])(?![a-z])|^[a-z](?=-)/;
const lettersWithVowelSound = /^[aefhilmnorsx]/i;

/** Capitals that are read as a word. */
const readAsWord =
  /^(?:FEMA|FIFA|FIDE|HUD|LAN|LASIK|MIDI|NAFTA|NASA|NASDAQ|NATO|NICU|RAM|ROM|SARS|SCUBA|SIM|SONAR|STEM|SWAT|UNESCO|UNICEF)(?![a-zA-Z])/;

/** Eight, eleven and eighteen, also at the head of thousands ("an 18,000-seat hall") and of years ("an 1899 map"). */
const numberWithVowelSound = /^(?:8|1[18](?!\d)|1[18]\d\d(?!\d))/;

function beginsWithVowelSound(phrase: string): boolean {
  if (/^\d/.test(phrase)) return numberWithVowelSound.test(phrase);
  if (spelledOut.test(phrase) && !readAsWord.test(phrase)) return lettersWithVowelSound.test(phrase);
  if (silentH.test(phrase)) return true;
  return /^[aeiou]/i.test(phrase) && !unitSound.test(phrase) && !consonantSound.test(phrase);
}
