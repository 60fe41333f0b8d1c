import { describe, expect, it } from 'vitest';
import { lintTemplate } from '../../scripts/prompt/lint-template.ts';
import { contextOf } from '../support/templates.ts';

const slots = {
  occupation: ['engineer', 'cook'],
  role: [{ one: 'chief of staff', many: 'chiefs of staff' }, 'nurse'],
};

function lint(text: string, sketch: Parameters<typeof contextOf>[0] = {}): string[] {
  return lintTemplate(text, contextOf({ slots, ...sketch, text })).map(
    ({ offset, length, message, fix }) => `[${text.slice(offset, offset + length)}] ${message} | ${fix}`,
  );
}

describe('lintTemplate', () => {
  it.each([
    [
      '{they} met her.',
      '[her] "her" names a group and would stay the same in every version | Write {their} where it stands before a noun, else {them}.',
    ],
    ['It was his, {they} said.', '[his] "his" names a group'],
    [
      '{they} hurt Himself.',
      '[Himself] "Himself" names a group and would stay the same in every version | Write {themselves} instead.',
    ],
    ['{their} mother came.', 'Write {parent} instead.'],
    ['{they} met the wife.', 'Write {spouse} instead.'],
    ['{they} met three ladies.', '[ladies] "ladies" names a group'],
    ['{their} mistress called.', '[mistress] "mistress" names a group'],
    ['{they} {is/are} pregnant.', '[pregnant] "pregnant" is a fact that does not swap'],
    ['{a ocupation} saw {them}.', 'Did you mean "occupation"?'],
    ['{a thye} saw {them}.', '"thye" is neither a slot nor'],
    ['{describd role} saw {them}.', 'Did you mean "described"?'],
    ['{described many role} saw {them}.', '"many" stands in the wrong place'],
    ['{a many role} saw {them}.', 'several take no "a"'],
    ['{a they} left.', 'a pronoun takes no word before it | Write {they}.'],
    ['{many parent} saw {them}.', '"parent" has no plural here | Write {parent}.'],
    ['{described group} saw {them}.', 'wants a slot'],
    ['{walks/walk/walked} by {them}.', 'does not have two forms'],
    ['{} saw {them}.', '[{}] the braces are empty'],
    ['{they} left {early.', '[{] a "{" stands alone'],
    [
      'They met a {occupation} with {them}.',
      '[a {occupation}] "a" does not fit every word that may stand for {occupation} | Write {a occupation}',
    ],
    ['They met an {described role}, {they} said.', 'Write {a described role}'],
    ['{they} is here.', '[is] "is" does not agree with every pronoun | Write {is/are}.'],
    ["{they}'re here.", "Write {'s/'re}."],
    ['The cook {is/are} here with {them}.', 'agrees with {they}, which this text does not hold'],
    ["{a described role}'s drawings pleased {them}.", 'takes no possessive'],
  ])('%s', (text, expected) => {
    expect(lint(text).join('\n')).toContain(expected);
  });

  it.each([
    '{they} {is/are} {a described occupation}, and {their} {parent} called {them}.',
    'They met a {role}, {they} said, and {many role} {was/were} there. {Many group} have {{braces}}.',
    "{they}{'s/'re} here with the {occupation}'s hammer.",
  ])('takes %s', (text) => {
    expect(lint(text)).toEqual([]);
  });

  it('tells "Black" from "black coffee"', () => {
    const sketch = { axis: 'race-ethnicity' };
    expect(lint('{a described occupation} made black coffee.', sketch)).toEqual([]);
    expect(lint('{a described occupation} read Black history.', sketch).join()).toContain(
      '"Black" names a group',
    );
  });

  it('lets a text for one group name it, and a text that names no group say anything', () => {
    expect(lint('{they} met her pregnant sister.', { groups: ['women'], stance: 'neutral' })).toEqual([]);
    expect(lint('A {role} met her.', { stance: 'neutral' })).toEqual([]);
  });

  it('reads the values of slots too', () => {
    const problems = lint('{they} came {how}.', { slots: { how: ['at dawn', 'with her tools'] } });
    expect(problems.join()).toContain('in the value "with her tools", "her" names a group');
    const unruly = { slots: { who: ['cook', 'cook who sings'] } };
    expect(lint('{Many who} met {them}.', unruly).join()).toContain(
      'no rule gives the plural of "cook who sings"',
    );
  });

  it('names the longest group word once', () => {
    const problems = lint('{a described occupation} met two gay men.', { axis: 'sexual-orientation' });
    expect(problems.map((problem) => problem.split(']')[0])).toEqual(['[gay men']);
  });

  it('looks for verbs that do not agree in the values of slots too', () => {
    const verbs = { slots: { deed: ['was late', 'sang'] } };
    expect(lint('{they} {deed}.', verbs).join()).toContain('the value "was late" begins with a verb');
    expect(lint('{they} left. The cook {deed}.', verbs)).toEqual([]);
  });

  it('admits only plain tags in a language without a grammar', () => {
    expect(lint('{a occupation}', { lang: 'de', stance: 'neutral' }).join()).toContain(
      'there is no grammar for "de"',
    );
    expect(lint('{occupation}', { lang: 'de', stance: 'neutral' })).toEqual([]);
    expect(lint('{group}', { lang: 'de' }).join()).toContain('the axis has no words in "de" for women');
  });
});
