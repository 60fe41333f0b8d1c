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
  /\b(?:phone|tel(?:ephone)?|mobile|cell|call|text|fax|whatsapp|ring|dial|sms)\b[^\d\n+]{0,24}(\(?\d(?:[ ().-]{0,2}\d){6,14})(?!\d)/gi;

/** Telephone numbers, but for those that no subscriber can have. */
export const phoneRule: Rule = {
  name: 'phone',
  mayFind: (_, { bits }) => (bits & has.digit) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    return [international, northAmerican, national, announced].flatMap((pattern) =>
      hitsOf(folded, pattern, (match) => judge(match[1] ?? match[0])),
    );
  },
};

function judge(number: string): Omit<Hit, 'start'> | undefined {
  const digits = number.replace(/\D/g, '').replace(/^00/, '');
  if (digits.length < 7 || digits.length > 15 || isDate(number) || isFraction(number) || isFictional(digits))
    return undefined;
  return { code: 'E_PII_PHONE', message: 'a telephone number' };
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
