import { hiddenCharactersRule } from './hidden-characters-rule.ts';
import type { Rule } from './rule.ts';

/** The table of rules. A new family of them is a new file and one line here. */
export const rules: readonly Rule[] = [hiddenCharactersRule];
