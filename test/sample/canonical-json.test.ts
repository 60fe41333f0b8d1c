import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isCanonicalJson } from '../../scripts/sample/canonical-json.ts';

describe('isCanonicalJson', () => {
  it.each([
    ['{"a":1,"b":[{"c":2,"d":"é\\n"}]}', true],
    ['{"b":1,"a":2}', false],
    ['{"a":[{"d":1,"c":2}]}', false],
    ['{"1":1,"a":2}', true],
    ['{"b":2,"1":1}', false],
    ['{"a": 1}', false],
    ['{"a":"\\u00e9"}', false],
    ['{"a":"\\/"}', false],
    ['[1.0]', false],
    ['{"\ufb33":1,"\u{1f600}":2}', false],
    ['{"\u{1f600}":2,"\ufb33":1}', true],
  ])('%s: %s', (text, expected) => {
    expect(isCanonicalJson(text, JSON.parse(text))).toBe(expected);
    expect(canonicalJson(JSON.parse(text)) === text).toBe(expected);
  });

  it('says what a comparison with the canonical form says', () => {
    const keys = fc.constantFrom('a', 'b', 'aa', '', '10', '9', '\u{1f600}', '\ufb33');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc
          .array(fc.tuple(keys, tie('value')), { maxLength: 4 })
          .map((members) => Object.fromEntries(members)),
      ),
    }));
    fc.assert(
      fc.property(value, (sample) => {
        const text = JSON.stringify(sample);
        expect(isCanonicalJson(text, JSON.parse(text))).toBe(canonicalJson(JSON.parse(text)) === text);
        expect(isCanonicalJson(canonicalJson(sample), sample)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
