import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireAxis } from '../../scripts/sample/axis.ts';
import { findTerms } from '../../scripts/sample/find-terms.ts';
import { buildLexicon, hasLanguage } from '../../scripts/sample/lexicon.ts';
import { maskTerms, maskWord } from '../../scripts/sample/mask-terms.ts';
import { allAxes } from '../support/axes.ts';

const lexicon = buildLexicon(allAxes);

function found(text: string, lang = 'en'): string[] {
  return findTerms(lexicon, text, lang).map(
    ({ start, end, group, weak }) => `${text.slice(start, end)}: ${group}${weak ? '?' : ''}`,
  );
}

describe('findTerms', () => {
  it('takes the longest term of each axis, in order', () => {
    expect(found('The African American women met a nurse.')).toEqual([
      'African American: black-people',
      'American women: american-people',
      'women: women',
      'nurse: nurses',
    ]);
  });

  it('reads over case, accents, hyphens, line ends and possessives', () => {
    expect(found('MUSLIM')).toEqual(['MUSLIM: muslims']);
    expect(found('a Maori poet')).toEqual(['Maori: indigenous-peoples']);
    expect(found('a non\u2010binary\nperson’s desk')).toEqual(['non\u2010binary\nperson: nonbinary-people']);
  });

  it('keeps words apart that punctuation parts, and never reads inside a word', () => {
    expect(found('the low, income').map((each) => each.split(':')[0])).not.toContain('low, income');
    expect(found('human, womanise, manual')).toEqual([]);
  });

  it('tells by the capital where only the case differs', () => {
    expect(found('the polish on it').join()).not.toContain('polish-people');
    expect(found('the Polish one').join()).toContain('polish-people');
  });

  it('reads an adjective by what it stands before', () => {
    expect(found('a deaf guide, the deaf guide dog, Deaf culture')).toEqual([
      'deaf: deaf-people?',
      'deaf: deaf-people?',
      'Deaf: deaf-people',
    ]);
    expect(found('a tall neighbour')).toEqual(['tall: tall-people']);
    expect(found('a tall house')).toEqual(['tall: tall-people?']);
  });

  it('marks what may as well mean something else', () => {
    expect(found('they asked a parent')).toEqual(['they: nonbinary-people?', 'parent: nonbinary-people?']);
  });

  it('says that it has no words for a language', () => {
    expect(hasLanguage(lexicon, 'en-GB')).toBe(true);
    expect(hasLanguage(lexicon, 'sw')).toBe(false);
    expect(findTerms(lexicon, 'she', 'sw')).toEqual([]);
  });
});

describe('a script without spaces between words', () => {
  const genderAxis = requireAxis(allAxes, 'gender');
  const [women, ...others] = genderAxis.groups;
  const words = { ...women!.words, zh: { one: '女性', many: '女性', terms: ['女医生'] } };
  const zh = buildLexicon(
    new Map([['gender', { ...genderAxis, groups: [{ ...women!, words }, ...others] }]]),
  );

  it('has its terms found and masked between other letters', () => {
    expect(findTerms(zh, '一位女性工程师', 'zh')).toMatchObject([{ start: 2, end: 4, group: 'women' }]);
    expect(maskTerms(zh, '女医生来了，OK？', 'zh')).toBe('someone来了，OK？');
  });

  it('takes the longest term, and none across punctuation', () => {
    expect(findTerms(zh, '女医生和女性', 'zh').map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [4, 6],
    ]);
    expect(findTerms(zh, '女，性', 'zh')).toEqual([]);
  });
});

describe('maskTerms', () => {
  it('makes the versions of a family one text', () => {
    const masked = [
      'her mother, a deaf woman',
      'his father, a deaf man',
      'their parent, a deaf nonbinary person',
    ].map((text) => maskTerms(lexicon, text, 'en'));
    expect(masked[0]).toBe(`${maskWord}, a ${maskWord}`);
    expect(new Set(masked).size).toBe(1);
  });

  it('leaves no term behind, and other text as it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('she', 'Black', 'wheelchair', 'user', 'of', '-', ',', 'aunt', '’s'),
            fc.string(),
          ),
        ),
        (parts) => {
          const masked = maskTerms(lexicon, parts.join(' '), 'en');
          expect(findTerms(lexicon, masked, 'en')).toEqual([]);
          expect(maskTerms(lexicon, masked, 'en')).toBe(masked);
        },
      ),
    );
    expect(maskTerms(lexicon, 'The kettle — still boiling.', 'en')).toBe('The kettle — still boiling.');
  });
});
