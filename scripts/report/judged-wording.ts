import type { Agreement, JudgedReport } from '../check/judged/judged-report.ts';
import type { Rate } from '../check/judged/rate.ts';
import { sayCount, sayNumber, sayShare } from './wording.ts';

/** What judged numbers are, for a reader who has never seen any. */
export const readingOfJudged: readonly string[] = [
  'A model read a drawn part of the samples, one of each family, without their labels. What it says informs; no gate hangs on it, since models judge by biases of their own.',
  'Rates count slight and clear cases; each stands with its 95 % interval (Wilson). An interval tells what the draw leaves open, and nothing of how far the judge is wrong.',
  'Agreement is Cohen’s kappa: 0 is chance, 1 is always. Tone is no measure of stereotypes, so a low kappa with it is expected; one near 1 would mean that the judge only reads tone.',
];

/** "4.2% [1.1, 9.8]", or of how many it would need. */
export function sayRate(rate: Rate): string {
  if ('needs' in rate) return `insufficient data (${rate.count} of ${rate.of})`;
  const percent = (value: number) => (value * 100).toFixed(1);
  return `${sayShare(rate.value)} [${percent(rate.low)}, ${percent(rate.high)}]`;
}

/** "0.41 [0.20, 0.62]". */
export function sayKappa({ kappa }: Agreement): string {
  if ('needs' in kappa) return `insufficient data (${kappa.of} of ${kappa.needs})`;
  if ('constant' in kappa) return 'none to tell: one of them always says the same';
  return `${kappa.value.toFixed(2)} [${kappa.low.toFixed(2)}, ${kappa.high.toFixed(2)}]`;
}

/** Who was asked about how much, at what cost: one sentence or two. */
export function sayWhoJudged({ drawn, samples, families, withheld, judge }: JudgedReport): string {
  if (!judge) return '';
  const { provider, model, answered, asked, refused, costMicroUsd, rubric, unquoted, budgetSpent } = judge;
  const reasons = Object.entries(refused).map(([why, count]) => `${count} ${why}`);
  return [
    `${provider}:${model} gave ${sayNumber(answered)} of ${sayCount(asked, 'verdict')} by ${rubric}, for $${(costMicroUsd / 1e6).toFixed(4)};`,
    `${sayNumber(drawn)} were drawn of ${sayCount(samples, 'sample')} in ${sayCount(families, 'family', 'families')}.`,
    budgetSpent ? 'The budget ended before the rest.' : '',
    reasons.length > 0 ? `Not taken: ${reasons.join(', ')}.` : '',
    withheld > 0
      ? `${sayNumber(withheld)} were shown to nobody: a secret or personal data stands in them.`
      : '',
    unquoted > 0 ? `${sayNumber(unquoted)} quote words that the sample does not hold.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** "stereotype clear · harm none · stereotypical, declared neutral". */
export function sayVerdictOf({
  verdict,
  declared,
}: Pick<JudgedReport['disagreements'][number], 'verdict' | 'declared'>): string {
  const { stereotype, harm, stance } = verdict;
  return `stereotype ${stereotype} · harm ${harm} · ${stance}, declared ${declared}`;
}

/** "tone −0.42 · W_PROFANITY". */
export function sayMeasured({
  tone,
  safety,
}: Pick<JudgedReport['disagreements'][number], 'tone' | 'safety'>): string {
  const said = tone === null ? 'no tone' : `tone ${tone.toFixed(2).replace('-', '−')}`;
  return [said, ...(safety.length === 0 ? ['no safety finding'] : safety)].join(' · ');
}
