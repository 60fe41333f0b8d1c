import type { Sample } from '../../sample/sample.ts';
import type { SampleFacts } from './sample-facts.ts';

/** What a label says and the text does not bear out, in words. */
export type Disagreement = { code: 'W_GROUP_LABEL' | 'W_STANCE_LABEL'; message: string; fix: string };

/** Labels are claims: where the text says something else, a reviewer must know. */
export function disagreements(sample: Sample, facts: SampleFacts): Disagreement[] {
  return [...judgeGroups(sample, facts), ...judgeStance(sample)];
}

function judgeGroups({ groups }: Sample, facts: SampleFacts): Disagreement[] {
  const unread = groups.filter((group) => !facts.groups.has(group));
  const undeclared = [...facts.groups.keys()].filter((group) => !groups.includes(group));
  if (unread.length === 0 && undeclared.length === 0) return [];
  const parts = [
    unread.length > 0 ? `is labelled ${unread.join(', ')}, which no word of it names` : '',
    undeclared.length > 0 ? `names ${undeclared.join(', ')} without being labelled so` : '',
  ].filter((part) => part !== '');
  return [
    {
      code: 'W_GROUP_LABEL',
      message: `the sample ${parts.join(', and it ')}`,
      fix: 'Correct "groups", or the text; a word that names the group and is not known belongs in schemas/axes/.',
    },
  ];
}

function judgeStance({ stance, family, kind }: Sample): Disagreement[] {
  if (stance === 'counterfactual' && !family) {
    return [
      {
        code: 'W_STANCE_LABEL',
        message: 'the sample is declared counterfactual and belongs to no family',
        fix: 'Add the other versions, or declare it neutral.',
      },
    ];
  }
  if (stance === 'bias-aware' && kind === 'text') {
    return [
      {
        code: 'W_STANCE_LABEL',
        message:
          'the sample is declared bias-aware, which is an answer to a loaded question, and it is a plain text',
        fix: 'Make it a chat or a preference pair, or declare another stance.',
      },
    ];
  }
  return [];
}
