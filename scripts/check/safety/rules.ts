import { cardRule } from './card-rule.ts';
import { emailRule } from './email-rule.ts';
import { hiddenCharactersRule } from './hidden-characters-rule.ts';
import { ibanRule } from './iban-rule.ts';
import { ipRule } from './ip-rule.ts';
import { markupRule } from './markup-rule.ts';
import { mixedScriptsRule } from './mixed-scripts-rule.ts';
import { phoneRule } from './phone-rule.ts';
import { profanityRule } from './profanity-rule.ts';
import { promptInjectionRule } from './prompt-injection-rule.ts';
import type { Rule } from './rule.ts';
import { secretsRule } from './secrets-rule.ts';
import { specialTokensRule } from './special-tokens-rule.ts';
import { ssnRule } from './ssn-rule.ts';
import { urlRule } from './url-rule.ts';

/** The table of rules. A new family of them is a new file and one line here. */
export const rules: readonly Rule[] = [
  hiddenCharactersRule,
  mixedScriptsRule,
  secretsRule,
  emailRule,
  phoneRule,
  cardRule,
  ssnRule,
  ibanRule,
  ipRule,
  specialTokensRule,
  promptInjectionRule,
  markupRule,
  urlRule,
  profanityRule,
];
