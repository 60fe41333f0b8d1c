import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine, parseStrict } from '../../../scripts/sample/json/parse-line.ts';
import { parsePlain } from '../../../scripts/sample/json/parse-plain.ts';
import { judgeFile } from './files.ts';
import { readHostileCases } from './fixtures.ts';

const encoder = new TextEncoder();
const parse = (text: string) => parseLine(encoder.encode(text));
const hostile = readHostileCases();
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const lineOf = (bytes: number) => `"${'a'.repeat(bytes - 2)}"`;

describe('parseLine', () => {
  it.each([
    ['E_DUP_KEY', 9, '{"ab":1, "\\u0061b":2}'],
    ['E_DUP_KEY', 14, '[{"a":{"b":1},"a":2}]'],
    ['E_FORBIDDEN_KEY', 1, '{"__proto__":1}'],
    ['E_FORBIDDEN_KEY', 6, '{"a":{"\\u005f_proto__":1}}'],
    ['E_FORBIDDEN_KEY', 2, '[{"constructor":1}]'],
    ['E_FORBIDDEN_KEY', 1, '{"prototype":1}'],
    ['E_NUMBER_LOSSY', 1, '[9007199254740993]'],
    ['E_NUMBER_LOSSY', 1, '[-12345678901234567890]'],
    ['E_NUMBER_LOSSY', 1, '[0.1000000000000000055511151231257827]'],
    ['E_NUMBER_LOSSY', 1, '[1e400]'],
    ['E_NUMBER_LOSSY', 1, '[-1e-400]'],
    ['E_NUMBER_NONCANON', 1, '[-0]'],
    ['E_NUMBER_NONCANON', 1, '[-0.0e9999999999]'],
    ['E_NUMBER_NONCANON', 1, '[1.0]'],
    ['E_NUMBER_NONCANON', 1, '[1e5]'],
    ['E_NUMBER_NONCANON', 1, '[1E-7]'],
    ['E_NUMBER_NONCANON', 1, '[1000000000000000000000]'],
    ['E_LONE_SURROGATE', 4, '["é\\ud800"]'],
    ['E_LONE_SURROGATE', 2, '{"\\udfaa":1}'],
    ['E_LONE_SURROGATE', 2, '["\\udd1e\\ud834"]'],
    ['E_CONTROL_CHAR', 6, '["😀\\u0000"]'],
    ['E_CONTROL_CHAR', 4, '["\\n\\r"]'],
    ['E_CONTROL_CHAR', 2, '["\\b"]'],
    ['E_CONTROL_CHAR', 3, '["a\\u009b"]'],
    ['E_CONTROL_CHAR', 3, '["a\u009b"]'],
    ['E_CONTROL_CHAR', 3, '["a\x7f"]'],
    ['E_CONTROL_CHAR', 3, '["a\x1b"]'],
    ['E_CONTROL_CHAR', 2, '{"\\u0007":1}'],
    ['E_DEPTH', 64, nested(65)],
    ['E_DEPTH', 320, `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['E_LINE_TOO_LONG', 65_536, lineOf(65_537)],
    ['E_CRLF', 7, '{"a":1}\r'],
    ['E_CRLF', 1, '[\r1 2]'],
    ['E_CRLF', 2, '["\r"]'],
    ['E_CRLF', 0, '\r'],
    ['E_BLANK_LINE', 0, ''],
    ['E_BLANK_LINE', 0, ' \t '],
    ['E_BOM', 0, '\ufeff{}'],
    ['E_LFS_POINTER', 0, 'version https://git-lfs.github.com/spec/v1'],
    ['E_JSON', 1, '{1}'],
  ])('refuses with %s at %i: %s', (code, offset, text) => {
    expect(parse(text)).toMatchObject({ ok: false, problem: { code, offset } });
  });

  it.each([
    '{"a":{"b":1},"c":{"b":1}}',
    '{"Constructor":"constructor","proto":"__proto__"}',
    '[0,-1,0.1,1e+21,1e-7,9007199254740991,100000000000000000000,1.7976931348623157e+308,5e-324]',
    '["\\ud83d\\ude00","\\u00e9","\\n\\t\\"\\\\\\/"]',
    '{ "b" : 1 , "a" : null }',
    '["\uffff","\u200c","\ue000"]',
    nested(64),
    lineOf(65_536),
  ])('accepts %s', (text) => {
    expect(parse(text)).toStrictEqual({ ok: true, value: JSON.parse(text) });
  });

  it('refuses a good last line without its line feed, at its end', () => {
    const bytes = encoder.encode('{"a":1}');
    expect(parseLine(bytes, { terminated: false })).toMatchObject({
      ok: false,
      problem: { code: 'E_NO_FINAL_NEWLINE', offset: 7 },
    });
  });

  it('names the spelling of a number to write instead', () => {
    expect(parse('[-0]')).toMatchObject({ problem: { fix: 'Write 0.' } });
    expect(parse('[1E21]')).toMatchObject({ problem: { fix: 'Write 1e+21.' } });
  });

  it('reads 64 KiB of what is slow for careless readers in no time', () => {
    const zeros = `[1${'0'.repeat(65_000)}1]`;
    const fraction = `[0.${'0'.repeat(65_000)}1]`;
    const keys = `{${Array.from({ length: 7_000 }, (_, index) => `"${index}":0`).join(',')}}`;
    const start = performance.now();
    for (const text of [zeros, fraction, keys, `["${'\\u0041'.repeat(10_000)}`]) parse(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('parsePlain', () => {
  it('takes a sample as the dataset writes it, and leaves what needs the strict reader', () => {
    const sample = '{"groups":["women"],"id":"ev1_0","kind":"text","text":"\\"Grüße\\"\\n\\t\\\\ 👩‍🔧"}';
    expect(parsePlain(encoder.encode(sample))).toStrictEqual({ ok: true, value: JSON.parse(sample) });
    for (const text of [
      '[1]',
      '[ ]',
      '["\\u0041"]',
      '["\\/"]',
      '{"a":"","a":""}',
      '["\x7f"]',
      nested(65),
      '{',
    ]) {
      expect(parsePlain(encoder.encode(text)), text).toBeUndefined();
    }
  });

  it('is not misled by a duplicate key that a shorter spelling would pay for', () => {
    for (const text of ['{"a":1e9,"a":1e9}', '{"a":1e20,"b":1,"b":2}', '{"a":"\\u000a","a":"x"}']) {
      expect(parsePlain(encoder.encode(text)), text).toBeUndefined();
      expect(parse(text).ok, text).toBe(false);
    }
  });

  it('takes every canonical line without numbers that the strict reader takes, and no other', () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, false),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\t', '\r', '\x7f', 'é', '😀') }),
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('constructor', 'prototype', '')), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(tree, (value) => {
        const bytes = encoder.encode(JSON.stringify(value));
        const strict = parseStrict(bytes);
        expect(parsePlain(bytes)).toStrictEqual(strict.ok ? strict : undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe.skipIf(!hostile)('hostile files (skipped where ../shared/fixtures is missing)', () => {
  const ours = new Set(['json', 'encoding', 'limits', 'git']);
  const cases = hostile ?? [];

  it.each(cases.filter((hostileCase) => ours.has(hostileCase.class)))(
    '$id: $code',
    async ({ code, bytes }) => {
      const [first] = await judgeFile(bytes);
      expect(first?.code).toBe(code);
    },
  );

  it('refuses no file that another check must judge', async () => {
    const others = cases.filter((one) => !ours.has(one.class) && one.code !== 'E_CONTROL_CHAR');
    expect(others).toHaveLength(23);
    for (const { id, bytes } of others) expect(await judgeFile(bytes), id).toEqual([]);
  });
});
