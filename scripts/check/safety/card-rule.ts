import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { hitsOf, type Rule } from './rule.ts';

/** 13 to 19 digits that begin as the networks' numbers do, in groups or together (ISO/IEC 7812-1). */
const candidate =
  /(?<![\d.,]|\d[ -])[2-6]\d{3}(?:[ ./_\u00a0\u2007\u2009\u2010-\u2013\u202f\n-]?\d){9,15}(?![\d]|[ -]\d|[.,]\d)/g;
/** The same one by one: 4 1 1 1 … */
const spaced = /(?<![\d.,]|\d[ -])[2-6](?:[ ._-]\d){12,18}(?![\d]|[ ._-]\d)/g;

/** Payment card numbers. Test numbers count: nothing tells a reader or a model that they are none. */
export const cardRule: Rule = {
  name: 'card',
  mayFind: (_, { bits }) => (bits & has.digit) !== 0,
  find: (text) =>
    [candidate, spaced].flatMap((pattern) =>
      hitsOf(toAsciiForms(text), pattern, ([number]) =>
        isLuhn(number.replace(/\D/g, ''))
          ? { code: 'E_PII_CARD', message: 'a payment card number' }
          : undefined,
      ),
    ),
};

/** The check digit of ISO/IEC 7812-1, annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
