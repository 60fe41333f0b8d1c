import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../scripts/sample/json/parse-json.ts';
import { positionAt } from '../../../scripts/sample/json/problem.ts';
import { disagreement } from './disagreement.ts';
import { readSuite } from './fixtures.ts';
import { mutate, seedTexts } from './mutate.ts';

const encoder = new TextEncoder();
const parse = (text: string) => parseJson(encoder.encode(text));
const suite = readSuite();

describe('parseJson', () => {
  it('reads every kind of value', () => {
    const text = ' {"a": [1, -2.5e3, true, false, null, "\\u00e9\\ud83d\\ude00\\/\\b"], "": {}} ';
    expect(parse(text)).toStrictEqual({ ok: true, value: JSON.parse(text) });
  });

  it('makes __proto__ a key like any other, as JSON.parse does', () => {
    const parsed = parse('{"__proto__":{"admin":true},"a":{"__proto__":1}}');
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const value = parsed.value as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(value['admin']).toBeUndefined();
  });

  it('keeps the last of duplicate keys in the place of the first', () => {
    const parsed = parse('{"a":1,"b":2,"a":3}');
    expect(parsed.ok && JSON.stringify(parsed.value)).toBe('{"a":3,"b":2}');
  });

  it('reads 100,000 arrays in one another, and refuses them where they stay open', () => {
    expect(parse('['.repeat(100_000) + ']'.repeat(100_000)).ok).toBe(true);
    expect(parse('[{"a":'.repeat(50_000))).toMatchObject({
      ok: false,
      problem: { code: 'E_JSON', offset: 300_000 },
    });
  });

  it.each([
    ['', 0, 'expected a value, but the JSON ends here'],
    ['[1,]', 3, 'expected a value, but "]" stands here'],
    ['{"a":1,}', 7, 'expected a key, but "}" stands here'],
    ['{"a" 1}', 5, 'expected ":", but "1" stands here'],
    ['[1 2]', 3, 'expected "," or "]", but "2" stands here'],
    ['{"a":1]', 6, 'expected "," or "}", but "]" stands here'],
    ['1 é', 2, 'expected the end, but another character stands here'],
    ['[01]', 1, 'a number has a leading zero'],
    ['[-]', 2, 'a number has no digit after the minus sign'],
    ['[1.]', 3, 'a number has no digit after the decimal point'],
    ['[1e+]', 4, 'a number has no digit in the exponent'],
    ['["\\x"]', 2, 'this is not an escape of JSON'],
    ['["\\u12g4"]', 2, 'this is not an escape of JSON'],
    ['["abc', 1, 'the string that begins here has no end'],
  ])('says what is wrong with %s, and where', (text, offset, message) => {
    expect(parse(text)).toMatchObject({ ok: false, problem: { code: 'E_JSON', offset, message } });
  });

  it.each([
    ['E_BOM', 0, [0xef, 0xbb, 0xbf, 0x31]],
    ['E_UTF8', 0, [0xff, 0xfe, 0x31, 0x00]],
    ['E_UTF8', 1, [0x22, 0xc0, 0xaf, 0x22]],
    ['E_UTF8', 1, [0x22, 0xe4, 0xbd, 0x22]],
    ['E_CONTROL_CHAR', 1, [0x22, 0x00, 0x22]],
    ['E_CONTROL_CHAR', 1, [0x31, 0x0c]],
  ])('refuses bytes with %s at %i', (code, offset, bytes) => {
    expect(parseJson(Uint8Array.from(bytes))).toMatchObject({ ok: false, problem: { code, offset } });
  });

  it('agrees with JSON.parse on any JSON text', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(disagreement(encoder.encode(spaced))).toBeUndefined();
      }),
    );
  });

  it('agrees with JSON.parse on any text made of what JSON is made of', () => {
    const token = fc.constantFrom(
      ...'{}[]:,"\\ \t\n-+.eE019',
      'true',
      'null',
      '"a"',
      '\\u',
      'd800',
      'é',
      '\u0085',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        expect(disagreement(encoder.encode(tokens.join('')))).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('agrees with JSON.parse on changed bytes, and both its paths with one another', () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...seedTexts), fc.infiniteStream(fraction), (text, fractions) => {
        const bytes = mutate(encoder.encode(text), () => fractions.next().value ?? 0);
        expect(disagreement(bytes)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe.skipIf(!suite)('parseJson on JSONTestSuite (skipped where ../shared/fixtures is missing)', () => {
  const of = (kind: string) => (suite ?? []).filter(({ name }) => name.startsWith(kind));

  it('reads all 95 y_ files to the value of JSON.parse', () => {
    expect(of('y_')).toHaveLength(95);
    for (const { name, bytes } of of('y_')) {
      expect(parseJson(bytes), name).toStrictEqual({
        ok: true,
        value: JSON.parse(new TextDecoder().decode(bytes)),
      });
    }
  });

  it('refuses all 188 n_ files with line and column', () => {
    expect(of('n_')).toHaveLength(188);
    for (const { name, bytes } of of('n_')) {
      const parsed = parseJson(bytes);
      if (parsed.ok) throw new Error(`${name} is accepted`);
      const { offset } = parsed.problem;
      expect(offset, name).toBeLessThanOrEqual(bytes.length);
      const { line, column } = positionAt(bytes, offset);
      expect(Math.min(line, column), name).toBeGreaterThanOrEqual(1);
    }
  });

  it('disagrees with JSON.parse on no file', () => {
    for (const { name, bytes } of suite ?? []) {
      // Native comparison of deep values is recursive.
      if (!name.includes('nested_arrays')) expect(disagreement(bytes), name).toBeUndefined();
    }
  });
});
