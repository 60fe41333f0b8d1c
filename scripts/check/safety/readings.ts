import { type Features, has } from './features.ts';
import { promptInjectionRule } from './prompt-injection-rule.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import { secretsRule } from './secrets-rule.ts';
import { joinLetters, joinParts, plainWords } from './undisguise.ts';
import { unescapeAgain } from './unescape-again.ts';

/** Another way to read a text: what it stands for once a disguise is off, and which rules look at that. */
type Reader = {
  /** Said behind what was found. */
  how: string;
  mayRead(features: Features): boolean;
  /** The other text, and where it begins to differ; undefined where it is the same. */
  read(text: string): { text: string; start: number } | undefined;
  rules: readonly Rule[];
};

export const readers: readonly Reader[] = [
  {
    how: 'behind escapes',
    mayRead: ({ bits }) => (bits & has.escape) !== 0,
    read: unescapeAgain,
    // A character that hides is no danger while its escape shows.
    rules: rules.filter(({ name }) => name !== 'hidden-characters' && name !== 'mixed-scripts'),
  },
  {
    how: 'letter by letter',
    mayRead: () => true,
    read: joinLetters,
    rules: [promptInjectionRule, secretsRule],
  },
  {
    how: 'in disguise',
    mayRead: () => true,
    read: (text) => plainWords(joinLetters(text)?.text ?? text),
    rules: [promptInjectionRule],
  },
  { how: 'in parts', mayRead: () => true, read: joinParts, rules: [secretsRule] },
];
