import { describe, expect, it } from 'vitest';
import { createWordFinder } from '../../scripts/prompt/word-finder.ts';

describe('createWordFinder', () => {
  it.each([
    ['a whole word, and no part of one', ['man'], 'The man and the manager.', ['man']],
    ['a whole word, and no end of one', ['man'], 'A woman, then a man.', ['man']],
    ['either case of what has no capital', ['her'], 'Her tea; the other weather.', ['Her']],
    [
      'the next name behind one, and none inside it',
      ['old man', 'man'],
      'An old man, a man.',
      ['old man', 'man'],
    ],
    ['the longer of two', ['old', 'old man'], 'An old man.', ['old man']],
    ['what is written with a capital, as written', ['Black'], 'Black tea, black coffee.', ['Black']],
    ['words between letters in Chinese', ['女性', '男性'], '一位女性工程师来了。', ['女性']],
    ['words between letters in Japanese', ['女性'], 'その女性が話した。', ['女性']],
    ['Arabic words as words', ['امرأة'], 'جاءت امرأة إلى الورشة.', ['امرأة']],
  ])('finds %s', (_, words, text, expected) => {
    expect(createWordFinder(words)(text).map(({ word }) => word)).toEqual(expected);
  });
});
