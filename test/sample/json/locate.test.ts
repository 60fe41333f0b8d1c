import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../../../scripts/sample/json/locate.ts';

const encoder = new TextEncoder();
const text = '{"é":"]}","a/b": {"c": [1, {"d":"x\\"]"}, [ ], true] } ,"\\u0065":null}';
const at = (pointer: string[], part?: 'key' | 'value') => {
  const offset = locate(encoder.encode(text), pointer, part);
  return new TextDecoder().decode(encoder.encode(text).subarray(offset));
};

describe('locate', () => {
  it.each([
    [[], '{"é"'],
    [['é'], '"]}"'],
    [['a/b'], '{"c"'],
    [['a/b', 'c', '0'], '1,'],
    [['a/b', 'c', '1', 'd'], '"x\\"]"}'],
    [['a/b', 'c', '2'], '[ ]'],
    [['a/b', 'c', '3'], 'true]'],
    [['e'], 'null'],
  ])('finds the value at %j', (pointer, begins) => {
    expect(at(pointer).startsWith(begins)).toBe(true);
  });

  it('finds a key; an item is its own key', () => {
    expect(at(['a/b', 'c', '1', 'd'], 'key')).toMatch(/^"d":/);
    expect(at(['e'], 'key')).toMatch(/^"\\u0065":/);
    expect(at(['a/b', 'c', '0'], 'key')).toMatch(/^1,/);
  });

  it('falls back to the nearest container where there is no such place', () => {
    expect(at(['text'])).toBe(text);
    expect(at(['a/b', 'c', '9'])).toMatch(/^\[1,/);
    expect(at(['a/b', 'c', '01'])).toMatch(/^\[1,/);
    expect(at(['é', 'x', 'y'])).toMatch(/^"\]\}"/);
  });

  it('finds every member of any object, spaced or not', () => {
    const spacing = fc.constantFrom(0, 2);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
        spacing,
        (value, indent) => {
          const json = JSON.stringify(value, null, indent);
          const bytes = encoder.encode(json);
          for (const [key, member] of Object.entries(value)) {
            const rest = new TextDecoder().decode(bytes.subarray(locate(bytes, [key])));
            const written = JSON.stringify(member, null, indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
            expect(rest.startsWith(written)).toBe(true);
          }
        },
      ),
    );
  });
});
