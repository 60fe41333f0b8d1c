import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLuhn } from '../../../scripts/check/safety/card-rule.ts';
import { mod97 } from '../../../scripts/check/safety/iban-rule.ts';

const digits = fc.stringMatching(/^\d{12,18}$/);

it('one digit in ten completes a number by Luhn, and no single changed digit passes', () => {
  fc.assert(
    fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const whole = Array.from({ length: 10 }, (_, last) => `${body}${last}`).filter(isLuhn);
      expect(whole).toHaveLength(1);
      const [number = ''] = whole;
      const at = place % number.length;
      const changed = (Number(number[at]) + by) % 10;
      expect(isLuhn(number.slice(0, at) + changed + number.slice(at + 1))).toBe(false);
    }),
  );
});

it('mod 97 finds any two neighbours swapped in an account number', () => {
  expect(mod97('GB82WEST12345698765432')).toBe(1);
  expect(mod97('GB82WEST12345698756432')).not.toBe(1);
});
