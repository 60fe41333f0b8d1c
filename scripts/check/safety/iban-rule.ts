import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import type { Hit, Rule } from './rule.ts';

/** Country and length of its account numbers (ISO 13616 registry, SWIFT, release 99). */
const lengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const start = /(?<![A-Za-z\d])([A-Za-z]{2})[ -]?\d{2}(?=[ ._\u00a0\u2010-\u2013\u202f-]?[A-Za-z\d])/g;
/** An account number with a separator behind every fourth character is never longer than this. */
const maxSpelled = 50;

/** International bank account numbers. */
export const ibanRule: Rule = {
  name: 'iban',
  mayFind: (_, { bits }) => (bits & has.digit) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    const hits: Hit[] = [];
    for (const { 1: country = '', index } of folded.matchAll(start)) {
      const length = lengths.get(country.toUpperCase());
      if (length && isIban(folded.slice(index, index + maxSpelled), length))
        hits.push({ code: 'E_PII_IBAN', start: index, message: 'a bank account number (IBAN)' });
    }
    return hits;
  },
};

function isIban(text: string, length: number): boolean {
  const compact = text
    .replace(/(?<=[A-Za-z\d])[ ._\u00a0\u2010-\u2013\u202f-](?=[A-Za-z\d])/g, '')
    .slice(0, length);
  return compact.length === length && /^[A-Za-z\d]+$/.test(compact) && mod97(compact.toUpperCase()) === 1;
}

/** ISO/IEC 7064 MOD 97-10: country and check digits behind the rest, letters as 10 to 35. */
export function mod97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
