import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { type Hit, hitsOf, type Rule } from './rule.ts';

const international =
  /(?<![\d+]|\d{3} )(?:\+|\b00(?=[1-9]))[ (]{0,2}\d(?:[ ().\u00a0\u2011\u2013/-]{0,3}\d){6,15}(?!\d)/g;
/** North American: 415-666-2671, (415) 666-2671, 1.415.666.2671. */
const northAmerican =
  /(?<![\d+.,-])(?:1[ .-]?)?(?:\([2-9]\d\d\)[ .-]?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\d-]|[.,]\d)/g;
/** National, with the trunk prefix 0 of most of the world: 0171 234567, 020 7123 4567, 01 42 68 53 00. */
const national = /(?<![\d+.,/-]|\d{3} )\(?0[1-9]\d{0,4}\)?(?:[ /-]{1,2}\d{2,8}){1,4}(?![\d-]|[.,/]\d)/g;
/** Any long number that is said to be a telephone's. */
const announced =
  /(?:\b(?:phone|tel(?:ephone)?|mobile|cell|call|text|fax|whatsapp|wa\.me|ring|dial|sms|reach (?:me|him|her|us|them)|t[eé]l[eé]fon[eo]?|m[oó]vil|celular|handy|ligu?e|ll[aá]ma\p{L}{0,3}|appele[rz]?|anrufen|chiama\p{L}{0,3}|cellulare)\b|телефон|позвони|电话|手机|微信|電話|携帯|전화|फ़ोन|फोन|मोबाइल|هاتف|تلفن|جوال|טלפון)[^\d\n+]{0,24}(\(?\d(?:[ ().-]{0,2}\d){6,14})(?!\d)/giu;
const digitWord = 'zero|oh|one|two|three|four|five|six|seven|eight|nine';
/** Said digit by digit, as one does on the telephone. */
const said = new RegExp(String.raw`\b(?:${digitWord})(?:[ ,-]{1,2}(?:${digitWord})){6,14}\b`, 'gi');

const saidDigits = new RegExp(`(?:${digitWord})[ ,-]{1,2}(?:${digitWord})`, 'i');

/** Telephone numbers, but for those that no subscriber can have. */
export const phoneRule: Rule = {
  name: 'phone',
  mayFind: (text, { bits }) => (bits & has.digit) !== 0 || saidDigits.test(text),
  find: (text) => {
    const folded = toAsciiForms(text);
    return [
      ...[international, northAmerican, national, announced].flatMap((pattern) =>
        hitsOf(folded, pattern, (match) => judge(match[1] ?? match[0])),
      ),
      ...hitsOf(folded, said, ([words]) => {
        const digits = digitsOf(words);
        return isCounting(digits) ? undefined : judge(digits);
      }),
    ];
  },
};

function judge(number: string): Omit<Hit, 'start'> | undefined {
  const digits = number.replace(/\D/g, '').replace(/^00/, '');
  if (digits.length < 7 || digits.length > 15 || isDate(number) || isFraction(number) || isFictional(digits))
    return undefined;
  return { code: 'E_PII_PHONE', message: 'a telephone number' };
}

function digitsOf(words: string): string {
  const names = digitWord.replace('zero|oh', 'zero').split('|');
  return words
    .toLowerCase()
    .split(/[ ,-]+/)
    .map((word) => (word === 'oh' ? 0 : names.indexOf(word)))
    .join('');
}

/** One two three …, or the other way round: a child or a clock counts. */
function isCounting(digits: string): boolean {
  return '0123456789'.includes(digits) || '9876543210'.includes(digits) || /^(\d)\1+$/.test(digits);
}

/** 2026-11-24, 24.11.2026 and 2024-2025, which have a telephone number's shape in some of their spellings. */
function isDate(text: string): boolean {
  return /^\(?(?:(?:1[5-9]|20)\d\d ?- ?(?:1[5-9]|20)\d\d|\d{4}[ ./-]\d{1,2}[ ./-]\d{1,2}|\d{1,2}[ ./-]\d{1,2}[ ./-]\d{4})$/.test(
    text,
  );
}

/** 3.14159265358 and 192.168.0.1: a number with a dot in it, an internet address. */
function isFraction(text: string): boolean {
  return /^\d\.\d+$|^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

/**
 * Numbers set aside for films and books: North America's 555-0100 to 555-0199 (also without area code), and those
 * of Ofcom (UK), ACMA (Australia) and Arcep (France).
 */
const fictional = [
  /^1?(?:[2-9]\d\d)?55501\d\d$/,
  /^(?:44|0)(?:7700900|1632960|20794600|20794[69]0|808157|909879|306999|11[3-8]4960|1[2-6]14960|1914980|2079460|28960180|29[12]0180)\d{2,4}$/,
  /^(?:61|0)(?:2|3|7|8)(?:5550|7010)\d{4}$/,
  /^(?:61|0)491570\d{3}$/,
  /^(?:33|0)(?:19900|26191|35301|46571|53649|63998)\d{4}$/,
];

function isFictional(digits: string): boolean {
  return fictional.some((pattern) => pattern.test(digits));
}
