import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putRice, takeRice } from '../../../scripts/check/index/rice.ts';

describe('Rice codes', () => {
  it('give back every number, whatever the width', () => {
    const number = fc.oneof(fc.nat(300), fc.nat(2 ** 31 - 1), fc.integer({ min: 0, max: 2 ** 36 - 1 }));
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 0, max: 36 }),
        (numbers, bits) => {
          // A number far above the width would take as many bits as it is large.
          const coded = numbers.map((value) => (value >= 2 ** (bits + 8) ? value % 2 ** (bits + 8) : value));
          const writer = { bytes: new Uint8Array(4).fill(0xff), length: 0 };
          for (const value of coded) putRice(writer, value, bits);
          const reader = { bytes: writer.bytes.subarray(0, (writer.length + 7) >>> 3), at: 0 };
          expect(coded.map(() => takeRice(reader, bits))).toEqual(coded);
          expect(reader.at).toBe(writer.length);
        },
      ),
    );
  });

  it('end where the bytes end', () => {
    expect(takeRice({ bytes: Uint8Array.of(), at: 0 }, 3)).toBeUndefined();
    expect(takeRice({ bytes: Uint8Array.of(0xff, 0xff), at: 0 }, 3)).toBeUndefined();
  });
});
