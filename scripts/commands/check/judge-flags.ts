import type { Command } from 'commander';
import { positiveInteger, wholeNumber } from '../numbers.ts';
import { addUnnamedTrafficFlags, atLeastZero, type ModelFlags } from '../run/model-flags.ts';

/** The flags of "check" that have to do with asking somebody about samples. */
export type JudgeFlags = Omit<ModelFlags, 'model' | 'batch' | 'thinkingTokens'> & {
  moderation?: string;
  judgeSample: number;
  seed: number;
  runs: string;
};

/** Enough for forty families of each of ten axes. */
const defaultSample = 400;

/** Room for some reasoning: a verdict itself takes about a hundred tokens. */
export const defaultVerdictTokens = 2_048;

export function addJudgeFlags(command: Command): Command {
  command
    .optionsGroup(
      'A second opinion, which informs and never gates (nothing is sent without --judge or --moderation):',
    )
    .option('--judge <provider:model>', 'ask a model what it thinks of a drawn part of the samples')
    .option('--moderation <provider>', 'have a moderation service score them ("openai": free, takes its key)')
    .option(
      '--judge-sample <n>',
      'samples to draw, one of a family, evenly over axes',
      positiveInteger,
      defaultSample,
    )
    .option('--seed <n>', 'decides which samples are drawn', wholeNumber, 1)
    .option(
      '--max-output-tokens <n>',
      `cap on a verdict's tokens, reasoning included (default: ${defaultVerdictTokens})`,
      positiveInteger,
    )
    .option(
      '--temperature <n>',
      'how freely the judge draws words; models that reason take none',
      atLeastZero,
    )
    .option('--reasoning-effort <level>', 'for models that reason: how much')
    .option('--runs <folder>', 'where answers are kept, so that what was ended goes on', 'runs');
  return addUnnamedTrafficFlags(command);
}

/** Whether anything is to be sent at all. */
export function asksSomebody({ judge, moderation }: JudgeFlags): boolean {
  return judge !== undefined || moderation !== undefined;
}
