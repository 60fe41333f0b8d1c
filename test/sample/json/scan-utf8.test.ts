import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterLength } from '../../../scripts/sample/json/scan-utf8.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

describe('characterLength', () => {
  it('knows every character there is', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      if (characterLength(encode(code), 0) !== encode(code).length) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it('accepts a text exactly where TextDecoder does', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2),
      fc.nat(0xff),
    );
    const lead = fc.constantFrom(
      0xc2,
      0xdf,
      0xe0,
      0xe1,
      0xec,
      0xed,
      0xee,
      0xef,
      0xf0,
      0xf1,
      0xf3,
      0xf4,
      0xf5,
      0xff,
    );
    fc.assert(
      fc.property(lead, fc.array(byte, { maxLength: 5 }), (first, rest) => {
        const bytes = Uint8Array.of(first, ...rest);
        expect(isWellFormed(bytes)).toBe(decodes(bytes));
      }),
      { numRuns: 5_000 },
    );
  });
});

/** UTF-8 by its definition (RFC 3629, section 3). */
function encode(code: number): Uint8Array {
  if (code < 0x80) return Uint8Array.of(code);
  if (code < 0x800) return Uint8Array.of(0xc0 | (code >> 6), tail(code));
  if (code < 0x10000) return Uint8Array.of(0xe0 | (code >> 12), tail(code >> 6), tail(code));
  return Uint8Array.of(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function isWellFormed(bytes: Uint8Array): boolean {
  for (let offset = 0; offset < bytes.length; ) {
    const length = characterLength(bytes, offset);
    if (length === 0) return false;
    offset += length;
  }
  return true;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
