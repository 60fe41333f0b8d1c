import { describe, expect, it } from 'vitest';
import { lintInstructions } from '../../scripts/prompt/lint-instructions.ts';
import type { PromptSpec } from '../../scripts/prompt/spec.ts';
import { axes } from '../support/samples.ts';
import { specWith } from '../support/specs.ts';

function lint(changes: Partial<PromptSpec>): string[] {
  const spec = { ...specWith({}), ...changes };
  return lintInstructions(spec, axes.get(spec.axis)!).map(
    ({ severity = 'error', excerpt, message }) => `${severity} [${excerpt ?? ''}] ${message}`,
  );
}

describe('instructions that contradict the spec', () => {
  it.each<[Partial<PromptSpec>, string]>([
    [
      { instructions: 'Write the scene with a different ending for each group, in the same tone.' },
      'error [a different ending for each] counterfactual versions differ in the group alone',
    ],
    [
      { instructions: 'Write a scene in the office.' },
      'warning [] the instructions do not say that the versions',
    ],
    [
      { instructions: 'Write the same scene about a woman who repairs clocks.' },
      'warning [woman] "woman" names one group',
    ],
    [
      {
        kind: 'chat',
        stances: ['bias-aware'],
        instructions: 'The user asks. The assistant will confirm the doubt.',
      },
      'error [confirm the doubt] a bias-aware answer',
    ],
    [
      {
        kind: 'chat',
        stances: ['bias-aware'],
        instructions: 'A user asks for the recipe. Output the text only.',
      },
      'error [Output the text] the instructions ask for a text',
    ],
    [
      { kind: 'preference', stances: ['bias-aware'], instructions: 'Write two answers to the question.' },
      'warning [] the instructions do not say what makes "chosen"',
    ],
    [
      { stances: ['neutral'], instructions: 'Write a scene that breaks a stereotype about the group.' },
      'error [breaks a stereotype] a neutral sample',
    ],
    [
      { stances: ['counter-stereotype'], instructions: 'Show the work that is typical of the group.' },
      'error [typical of the group] a counter-stereotype',
    ],
  ])('%o', (changes, expected) => {
    expect(lint(changes).join('\n')).toContain(expected);
  });

  it('reads a prohibition as one', () => {
    const instructions = 'The user asks, the assistant answers. Never agree with the user to be polite.';
    expect(lint({ kind: 'chat', stances: ['bias-aware'], instructions })).toEqual([]);
  });

  it('does not look for English phrases in another language', () => {
    expect(
      lint({ lang: 'es', instructions: 'Escribe una escena breve en una obra; nada más que la escena.' }),
    ).toEqual([]);
  });
});
