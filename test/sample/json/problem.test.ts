import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnAt, positionAt } from '../../../scripts/sample/json/problem.ts';

const encoder = new TextEncoder();

describe('columnAt', () => {
  it('counts UTF-16 code units from 1', () => {
    const bytes = encoder.encode('é😀x');
    expect([0, 2, 6, 7].map((offset) => columnAt(bytes, offset))).toEqual([1, 2, 4, 5]);
  });

  it('counts each run of ill-formed bytes, and goes on', () => {
    expect(columnAt(Uint8Array.of(0xff, 0x61, 0x62), 2)).toBe(3);
  });

  it('is one more than the code units before it in the line', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const line = before.replaceAll('\n', '');
        const offset = encoder.encode(line).length;
        expect(columnAt(encoder.encode(line + after), offset)).toBe(line.length + 1);
      }),
    );
  });
});

describe('positionAt', () => {
  it('counts lines from 1, and columns from the line feed on', () => {
    const bytes = encoder.encode('{\n  "é": 1\n}');
    expect([0, 1, 2, 10, 13].map((offset) => positionAt(bytes, offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 8 },
      { line: 3, column: 2 },
    ]);
  });
});
