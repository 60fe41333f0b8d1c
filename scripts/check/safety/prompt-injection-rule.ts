import { foldText } from './fold-text.ts';
import { promptInjections } from './prompt-injections.ts';
import { hitsOf, type Rule } from './rule.ts';

const anyNeed = new RegExp(promptInjections.map(({ needs }) => needs.source).join('|'), 'iu');

/** Texts that give orders to a model that reads them. */
export const promptInjectionRule: Rule = {
  name: 'prompt-injection',
  mayFind: (text) => anyNeed.test(foldText(text)),
  find: (text) => {
    const folded = foldText(text);
    return promptInjections.flatMap(({ needs, pattern }) =>
      needs.test(folded)
        ? hitsOf(folded, pattern, () => ({
            code: 'W_PROMPT_INJECTION',
            message: 'words that give orders to a model reading them',
          }))
        : [],
    );
  },
};
