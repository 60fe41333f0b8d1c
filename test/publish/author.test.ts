import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAuthor, formatSignOff } from '../../scripts/publish/author.ts';

const email = 'ann@example.org';

describe('cleanAuthor', () => {
  it.each([
    ['Ann Example', 'Ann Example'],
    ['  "Ann"  Example. ', 'Ann" Example'],
    ["Seán O'Brien", "Seán O'Brien"],
    ['张伟', '张伟'],
    ['Ann <root@example.org> Example', 'Ann root@example.org Example'],
    ['Ann\nSigned-off-by: Someone Else', 'Ann Signed-off-by: Someone Else'],
    ['Ann\u202e elpmaxE', 'Ann elpmaxE'],
    ['Martin Luther King Jr.', 'Martin Luther King Jr'],
  ])('makes of %j the name %j', (name, expected) => {
    expect(cleanAuthor({ name, email }).name).toBe(expected);
  });

  it.each(['', '   ', '<>', '\u0000', '"."'])('refuses the name %j', (name) => {
    expect(() => cleanAuthor({ name, email })).toThrow(/holds nothing that a sign-off can show/);
  });

  it.each(['', 'ann', 'ann@', 'ann@example.org>\nx', 'a b@example.org', '<ann@example.org>'])(
    'refuses the address %j',
    (bad) => {
      expect(() => cleanAuthor({ name: 'Ann', email: bad })).toThrow(/is not of the form name@host/);
    },
  );

  it('refuses a name that a run file cannot hold', () => {
    expect(() => cleanAuthor({ name: 'x'.repeat(200), email })).toThrow(/longer than 200 characters/);
  });

  it('makes a sign-off of one line in the form of the schema, and cleaning twice is cleaning once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const author = cleanAuthor({ name: `A${text}z`, email });
        expect(formatSignOff(author)).toMatch(/^Signed-off-by: [^<>\n\r]+ <[^<>\s]+>$/);
        expect(cleanAuthor(author)).toEqual(author);
      }),
    );
  });
});
