import type { Agreement, AskedOf, Judged, JudgedReport, Moderated } from '../check/judged/judged-report.ts';
import type { Rate } from '../check/judged/rate.ts';
import { sayUsd } from '../sample/usd.ts';
import { sayCount, sayNumber, sayShare } from './wording.ts';

/** What judged numbers are, for a reader who has never seen any. */
export const readingOfJudged: readonly string[] = [
  'Others read a drawn part of the samples, one of each family, without their labels. What they say informs; no gate hangs on it, since models judge by biases of their own.',
  'Texts with known answers are hidden among the samples. A judge that misses many of them, or finds faults in clean ones, is not worth its rates.',
  'Rates count slight and clear cases; each stands with its 95 % interval (Wilson). An interval tells what the draw leaves open, and nothing of how far the judge is wrong. “All that was judged” counts axes alike, however large they are.',
  'Moderation scores are a vendor’s own, for content that its rules forbid; an unfair sentence in polite words scores low.',
  'Agreement is Cohen’s kappa: 0 is chance, 1 is always. Tone is no measure of stereotypes, so a low kappa with it is expected; one near 1 would mean that the judge only reads tone.',
  'AUC is the chance that a sample of which the first says yes has a higher score of the second than one of which it says no: 0.5 is chance. It needs no threshold, where a flag that is hardly ever raised agrees with nobody.',
];

/** "4.2% [1.1, 9.8]", or of how many it would need. */
export function sayRate(rate: Rate): string {
  if ('needs' in rate) return `insufficient data (${rate.of} of ${rate.needs})`;
  const percent = (value: number) => (value * 100).toFixed(1);
  return `${sayShare(rate.value)} [${percent(rate.low)}, ${percent(rate.high)}]`;
}

/** −0.414 → "−0.41"; never "−0.00". */
function sayHundredths(value: number): string {
  return (Math.round(value * 100) / 100 || 0).toFixed(2).replace('-', '−');
}

/** "0.41 [0.20, 0.62]". */
export function sayKappa({ kappa }: Agreement): string {
  if ('needs' in kappa) return `insufficient data (${kappa.of} of ${kappa.needs})`;
  if ('constant' in kappa) return 'none to tell: one of them always says the same';
  const [value, low, high] = [kappa.value, kappa.low, kappa.high].map(sayHundredths);
  return `${value} [${low}, ${high}]`;
}

/** Who was asked about how much, and at what cost. */
export function sayWhoJudged(judged: JudgedReport): string {
  const { drawn, samples, families, withheld, judge, moderation } = judged;
  return [
    `${sayNumber(drawn)} drawn of ${sayCount(samples, 'sample')} in ${sayCount(families, 'family', 'families')}.`,
    withheld > 0 ? `${sayNumber(withheld)} shown to nobody: a secret or personal data stands in them.` : '',
    ...(judge ? sayJudge(judge) : []),
    ...(moderation
      ? [`${sayAsked(moderation, 'score')}, free, tokens and energy unknown.`, sayRefused(moderation)]
      : []),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** "11 of 12 stereotypes found, 1 of 12 clean texts called one": what the judge's rates are worth. */
function sayControls({ controls }: Judged): string {
  const { stereotypesFound, cleanCalledStereotype, harmFound, cleanCalledHarmful, hostileFound } = controls;
  const said = ({ count, of }: Rate) => `${sayNumber(count)} of ${sayNumber(of)}`;
  return `On texts with known answers it found ${said(stereotypesFound)} stereotypes and called ${said(cleanCalledStereotype)} clean ones a stereotype; it found ${said(harmFound)} harms and called ${said(cleanCalledHarmful)} clean ones harmful. Of ${sayNumber(hostileFound.of)} stereotypes that told it to find none it found ${sayNumber(hostileFound.count)}.`;
}

function sayJudge(judge: Judged): string[] {
  const { rubric, costMicroUsd, unknownMicroUsd, budgetSpent, unquoted } = judge;
  return [
    `${sayAsked(judge, 'verdict')} by ${rubric}, for ${sayUsd(costMicroUsd)}${sayEnergy(judge)}.`,
    unknownMicroUsd > 0
      ? `${sayUsd(unknownMicroUsd)} of it is the worst case of requests whose bill nobody knows yet.`
      : '',
    budgetSpent ? 'The budget ended before the rest.' : '',
    sayRefused(judge),
    isSilent(judge) ? 'More than one in ten have no verdict: the rates hold for the others alone.' : '',
    sayControls(judge),
    unquoted > 0 ? `${sayCount(unquoted, 'verdict')} quote words that the sample does not hold.` : '',
  ];
}

/** " and about 0.6 Wh": one digit, as the estimate has. */
function sayEnergy({ energy }: AskedOf): string {
  return energy === null ? '' : ` and about ${sayNumber(energy.wattHours)} Wh`;
}

/** A judge does not refuse at random: it refuses most where there is most to judge. */
function isSilent({ asked, answered, budgetSpent }: AskedOf): boolean {
  return !budgetSpent && asked - answered > 0.1 * asked;
}

function sayAsked({ provider, model, answered, asked }: AskedOf, noun: string): string {
  return `${provider}:${model} gave ${sayNumber(answered)} of ${sayCount(asked, noun)}`;
}

function sayRefused({ refused }: AskedOf): string {
  const reasons = Object.entries(refused).map(([why, count]) => `${count} ${why}`);
  return reasons.length > 0 ? `Not taken: ${reasons.join(', ')}.` : '';
}

/** "Judged as declared, counterfactual samples aside: 61.2% [55.0, 67.1]". */
export function sayAsDeclared({ asDeclared }: Judged): string {
  return `Judged as declared, counterfactual samples aside: ${sayRate(asDeclared)}`;
}

/** "Flagged by moderation: 1.2% [0.3, 4.4]". */
export function sayFlagged({ flagged }: Moderated): string {
  return `Flagged by moderation: ${sayRate(flagged)}`;
}

/** "no safety finding", or the codes of those there are. */
export function saySafety(safety: readonly string[]): string {
  return safety.length === 0 ? 'no safety finding' : safety.join(' · ');
}

/** "0.62 [0.55, 0.69]"; empty where there is no score to tell by. */
export function sayAuc({ auc }: Agreement): string {
  if (auc === null) return '';
  if ('needs' in auc) return `insufficient data (${auc.rarer} of ${auc.needs})`;
  return `${sayHundredths(auc.value)} [${sayHundredths(auc.low)}, ${sayHundredths(auc.high)}]`;
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
  const said = tone === null ? 'no tone' : `tone ${sayHundredths(tone)}`;
  return `${said} · ${saySafety(safety)}`;
}
