import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { hitsOf, type Rule } from './rule.ts';

/** Area, group and serial; areas 000, 666 and 9xx, group 00 and serial 0000 were never issued. */
const body = String.raw`(?!000|666|9)\d{3}([ ._\u00a0\u2010-\u2013\u202f-])(?!00)\d\d\1(?!0000)\d{4}(?![\d-]|[.,]\d)`;
const written = new RegExp(String.raw`(?<![\d.,+-]|\d )${body}`, 'g');
/** Nine digits alone are a number like any other, unless they are said to be one. */
const announced =
  /\b(?:ssn|social security)\b[^\d\n]{0,24}((?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4})(?!\d)/gi;

/** Social security numbers of the United States. */
export const ssnRule: Rule = {
  name: 'ssn',
  mayFind: (_, { bits }) => (bits & has.digit) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    return [written, announced].flatMap((pattern) =>
      hitsOf(folded, pattern, () => ({ code: 'E_PII_SSN', message: 'a social security number' })),
    );
  },
};
