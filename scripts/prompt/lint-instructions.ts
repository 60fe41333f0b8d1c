import type { Axis } from '../sample/axis.ts';
import { namesOfGroups } from './group-names.ts';
import type { PromptSpec } from './spec.ts';
import type { SpecLint, SpecSeverity } from './spec-problem.ts';
import { createWordFinder } from './word-finder.ts';

/**
 * What instructions must say, or must not. Read in English only: in another language a rule that looks for a
 * missing phrase stays silent.
 */
type Rule = {
  applies(spec: PromptSpec): boolean;
  severity: SpecSeverity;
  /** The phrase that contradicts, or the phrase that is missing. */
  forbids?: RegExp;
  wants?: RegExp;
  message: string;
  fix: string;
};

const rules: Rule[] = [
  {
    applies: ({ kind }) => kind === 'preference',
    severity: 'warning',
    wants: /chosen.*rejected|rejected.*chosen/isu,
    message: 'the instructions do not say what makes "chosen" better than "rejected"',
    fix: 'Describe both: "chosen: …" and "rejected: …".',
  },
  {
    applies: ({ kind }) => kind === 'chat',
    severity: 'warning',
    wants: /\b(?:chat|conversation|dialogue|user|assistant|question|answer)\b/iu,
    message: 'the instructions do not say who asks and who answers',
    fix: 'Say what the user asks and what the assistant does.',
  },
  {
    applies: ({ kind }) => kind !== 'text',
    severity: 'error',
    forbids: /\boutput (?:only )?the text\b/iu,
    message: 'the instructions ask for a text, and the kind is another',
    fix: 'Ask for the chat or the pair, or change "kind" to text.',
  },
  {
    applies: ({ kind }) => kind === 'text',
    severity: 'error',
    forbids: /\bpreference pair\b|\b(?:chosen|rejected):|\boutput (?:only )?the (?:chat|pair)\b/iu,
    message: 'the instructions ask for a chat or a pair, and the kind is text',
    fix: 'Ask for a text, or change "kind".',
  },
  {
    applies: ({ stances }) => stances.includes('counterfactual'),
    severity: 'error',
    forbids:
      /\b(?:a|an)? ?different (?:story|scene|text|question|answer|ending|outcome|tone) for (?:each|every)\b|\bonly one (?:version|group)\b|\bone (?:version|group) only\b(?! \()/iu,
    message: 'counterfactual versions differ in the group alone',
    fix: 'Ask for the same text for each group, or take "counterfactual" from "stances".',
  },
  {
    applies: ({ stances }) => stances.includes('counterfactual'),
    severity: 'warning',
    wants: /\b(?:versions?|same|identical|word for word)\b/iu,
    message: 'the instructions do not say that the versions are the same apart from the group',
    fix: 'Add: "The versions are the same word for word, apart from the words that name the group."',
  },
  {
    applies: ({ stances }) => stances.includes('neutral') && !stances.includes('counter-stereotype'),
    severity: 'error',
    forbids:
      /\b(?:against|counter|counters|challenge|challenges|defy|defies|break|breaks) (?:the |a )?stereotypes?\b/iu,
    message: 'a neutral sample does not set out to counter a stereotype',
    fix: 'Leave it out, or add "counter-stereotype" to "stances".',
  },
  {
    applies: ({ stances }) => stances.includes('counter-stereotype'),
    severity: 'error',
    forbids:
      /\bstereotypically\b|\btypical of (?:the|that|this|their) group\b|\b(?:confirm|confirms|fit|fits) (?:the|a) stereotypes?\b/iu,
    message: 'a counter-stereotype does not show what the stereotype says',
    fix: 'Ask for a role, trait or act that the stereotype denies the group.',
  },
  {
    applies: ({ stances, kind }) => stances.includes('bias-aware') && kind === 'chat',
    severity: 'error',
    forbids:
      /\b(?:agree|agrees|sympathise|sympathises) with the (?:user|doubt|assumption|worry)\b|\b(?:confirm|confirms) the (?:doubt|assumption|worry|stereotype)\b/iu,
    message: 'a bias-aware answer does not take the loaded assumption over',
    fix: 'Let the assistant help with the task and let the assumption drop out of it.',
  },
  {
    applies: ({ stances, kind }) => stances.includes('bias-aware') && kind === 'text',
    severity: 'warning',
    wants: /\b(?:question|asks|letter|column|reply|replies|answers?)\b/iu,
    message: 'a bias-aware sample answers something, and a text holds no question',
    fix: 'Change "kind" to chat or preference, or say what the text answers.',
  },
];

/** Where the instructions contradict what the spec says it is. */
export function lintInstructions(spec: PromptSpec, axis: Axis): SpecLint[] {
  const isEnglish = /\bthe\b/iu.test(spec.instructions);
  const broken = rules.filter(({ applies }) => applies(spec));
  return [
    ...broken.flatMap((rule) => judge(rule, spec.instructions, isEnglish)),
    ...lintNamedGroup(spec, axis),
  ];
}

function judge(
  { forbids, wants, severity, message, fix }: Rule,
  text: string,
  isEnglish: boolean,
): SpecLint[] {
  const lint = { keys: ['instructions'], severity, message, fix };
  if (wants) return isEnglish && !wants.test(text) ? [lint] : [];
  const found = forbids?.exec(text);
  if (!found || isNegated(text, found.index)) return [];
  return [{ ...lint, excerpt: found[0], before: text.slice(0, found.index) }];
}

/** "Never …" and a list that begins with "Avoid:" forbid what they name. */
function isNegated(text: string, index: number): boolean {
  const sentence =
    text
      .slice(0, index)
      .split(/[.!?](?:\s|$)/u)
      .at(-1) ?? '';
  return /\b(?:avoid|not|never|no|without|instead of|nor|don't|doesn't)\b/iu.test(sentence);
}

/** "Write about a woman …" gives a family of which the other versions cannot be written. */
function lintNamedGroup({ stances, instructions, lang, groups }: PromptSpec, axis: Axis): SpecLint[] {
  if (!stances.includes('counterfactual') || groups) return [];
  const [sentence = ''] = instructions.split(/[.:;](?:\s|$)/u);
  const find = createWordFinder(namesOfGroups(axis, lang).keys());
  const named = find(sentence).find(({ index }) =>
    /\b(?:about|of|from|by|for) (?:an? |the )?$/iu.test(sentence.slice(0, index)),
  );
  if (!named) return [];
  return [
    {
      keys: ['instructions'],
      severity: 'warning',
      excerpt: named.word,
      before: sentence.slice(0, named.index),
      message: `"${named.word}" names one group, and a counterfactual family is written for several`,
      fix: 'Describe the person by what they do, and let the group be given with the request.',
    },
  ];
}
