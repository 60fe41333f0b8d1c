import { describe, expect, it } from 'vitest';
import { renderText, type Version } from '../../../scripts/provider/template/render.ts';
import type { GroupWords } from '../../../scripts/sample/axis.ts';
import { genderAxis } from '../../support/samples.ts';

const wordsOf = (id: string) => genderAxis.groups.find((group) => group.id === id)?.words['en'];
const deaf: GroupWords = { one: 'deaf person', many: 'deaf people', describe: ['deaf {}'], terms: [] };
const wheelchair: GroupWords = {
  one: 'wheelchair user',
  many: 'wheelchair users',
  describe: ['{} who {uses a wheelchair/use wheelchairs}'],
  terms: [],
};

function render(template: string, words: GroupWords | undefined, values: Version['values'] = {}): string {
  return renderText(template, { lang: 'en', words, values: { job: { one: 'actor' }, ...values } });
}

describe('renderText', () => {
  it.each([
    ['women', 'She has her own, hers, and I saw her; she built it herself.'],
    ['men', 'He has his own, his, and I saw him; he built it himself.'],
    ['nonbinary-people', 'They have their own, theirs, and I saw them; they built it themself.'],
  ])('declines the pronouns of %s', (group, expected) => {
    const template =
      '{they} {has/have} {their} own, {theirs}, and I saw {them}; {they} built it {themselves}.';
    expect(render(template, wordsOf(group))).toBe(expected);
  });

  it.each(['she', 'he', 'they'])('draws %s where the axis leaves the pronoun open', (pronouns) => {
    const text = render('{They} {is/are} here.', deaf, { pronouns: { one: pronouns } });
    expect(text).toBe(
      pronouns === 'they' ? 'They are here.' : `${pronouns === 'he' ? 'He' : 'She'} is here.`,
    );
  });

  it('fills in the tags of a value, with capitals where it begins a sentence', () => {
    const values = {
      story: { one: 'when the lift stuck, {they} rang {their} {sibling}. {They} {was/were} calm.' },
    };
    expect(render('{story} {story}', wordsOf('women'), values)).toBe(
      'When the lift stuck, she rang her sister. She was calm. When the lift stuck, she rang her sister. She was calm.',
    );
    expect(render('Then {story}', wordsOf('nonbinary-people'), values)).toBe(
      'Then when the lift stuck, they rang their sibling. They were calm.',
    );
  });

  it('describes a noun before or behind it, and agrees with it', () => {
    expect(render('{a described job}', deaf)).toBe('A deaf actor');
    expect(render('We met {a described job}.', wheelchair)).toBe('We met an actor who uses a wheelchair.');
    expect(render('We met {many described job}.', wheelchair)).toBe('We met actors who use wheelchairs.');
    expect(render('{many group} and {a group}', wheelchair)).toBe('Wheelchair users and a wheelchair user');
  });

  it('says kinship as the group does', () => {
    expect(render('{their} {parent} called.', wordsOf('men'))).toBe('His father called.');
  });

  it('begins sentences with a capital, and nothing else', () => {
    expect(
      render(
        '{they} left. {they} said: "{they} {is/are} fine!" {they} waved, and {they} ran.',
        wordsOf('women'),
      ),
    ).toBe('She left. She said: "she is fine!" She waved, and she ran.');
    expect(render('Done. "{they} won."', wordsOf('women'))).toBe('Done. "She won."');
  });

  it('keeps doubled braces as braces', () => {
    expect(render('{{x}} {they}', wordsOf('women'))).toBe('{x} she');
  });
});
