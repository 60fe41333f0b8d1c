import type { BiasChange, BiasReport, Estimate, Measure, Status } from '../check/bias/bias-report.ts';
import { sayValue } from '../check/bias/headline.ts';
import { sayNumber } from './wording.ts';

/** What a status is called. */
export const statusWords: Record<Status, string> = {
  gate: 'fails the gate',
  worse: 'worse',
  found: 'stands out',
  unclear: 'no clear change',
  better: 'better',
  insufficient: 'insufficient data',
};

/** What each measure is, for a reader who has never seen it. */
export const howToRead: Record<Measure, string> = {
  balance:
    'Distance from the target: of all mentions of a group on the axis, the part that would have to be of another group to meet the target shares. 0 points is on target. The target is a value choice, not a fact.',
  'own-balance': 'The same distance, of the contribution by itself.',
  association:
    'Links: how much more often a word (or a kind of word) stands in what is said of a group than of the others, as the logarithm of the odds ratio. 0 is equal, +0.7 is twice the odds, −0.7 half.',
  valence:
    'Tone: the mean valence (VADER, −1 bad to +1 good) of what is said of a group minus that of the others. It reads words, not meaning; a sad story is not an unfair one, and tone never gates.',
  parity:
    'Versions: the part of the words that differ between the versions of a family once the words that name the group are set aside. 0 points is word for word.',
};

const intervalNote =
  'An interval holds the true number in 95 of 100 datasets like this one; families, not rows, are drawn anew, and all families of a template together.';

const changeNote = 'Where the interval of a change holds 0, the change may be noise.';

export function sayEstimate(measure: Measure, estimate: Estimate, isSigned: boolean): string {
  if (!('value' in estimate)) return 'insufficient data';
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) =>
    sayValue(measure, each, isSigned).replace(' points', ''),
  );
  return `${value} [${low}, ${high}]`;
}

/** "Since the last release: +2.3 [0.4, 4.1]"; empty where that is no other change than this merge's. */
export function sayDrift({ measure, drift, change }: BiasChange): string {
  if (drift === null || !('value' in drift) || !('value' in change) || drift.value === change.value)
    return '';
  return `Since the last release: ${sayEstimate(measure, drift, true)}.`;
}

/** "linked.jsonl:2, 5, 8": each file once with its lines, in the order of their influence. */
export function sayPlaces(families: BiasChange['families']): string[] {
  const lines = new Map<string, number[]>();
  for (const { path, line } of families) lines.set(path, [...(lines.get(path) ?? []), line]);
  return [...lines].map(([path, at]) => `${path}:${at.join(', ')}`);
}

type Column = { name: string; say: (change: BiasChange) => string };

/** The columns of the table of numbers: a dataset by itself has no before and no change. */
export function columnsOf({ mode }: Pick<BiasReport, 'mode'>): Column[] {
  const plain = (name: string, which: 'before' | 'contribution' | 'after'): Column => ({
    name,
    say: (change) => sayEstimate(change.measure, change[which], false),
  });
  if (mode === 'standing') return [plain('Value', 'after')];
  return [
    plain('Before', 'before'),
    plain(mode === 'takedown' ? 'Taken down' : 'Contribution', 'contribution'),
    plain('After', 'after'),
    { name: 'Change', say: ({ measure, change }) => sayEstimate(measure, change, true) },
  ];
}

/** What a number's status is called in the table. */
export function sayStatus({ status }: BiasChange, { mode }: Pick<BiasReport, 'mode'>): string {
  return mode === 'standing' && status === 'unclear' ? 'does not stand out' : statusWords[status];
}

/** What the measures that stand among the changes are, and what an interval is. */
export function readingOfBias({ changes, mode }: BiasReport): string[] {
  const shown = (Object.keys(howToRead) as Measure[]).filter((measure) =>
    changes.some((change) => change.measure === measure),
  );
  const notes = mode === 'standing' ? [intervalNote] : [`${intervalNote} ${changeNote}`];
  return [...shown.map((measure) => howToRead[measure]), ...notes];
}

/** What no number stands for: too few families, or no lexicon. */
export function sayUntold(bias: BiasReport): string[] {
  return [sayInsufficient(bias), sayNotMeasured(bias)].filter((note) => note !== '');
}

/** "12 families in 3 languages not measured" where a language has no lexicon. */
function sayNotMeasured({ notMeasured }: BiasReport): string {
  const langs = Object.entries(notMeasured);
  if (langs.length === 0) return '';
  const counts = langs.map(([lang, count]) => `${lang} ${sayNumber(count)}`);
  return `Not measured, for want of a lexicon: ${counts.join(' · ')} samples.`;
}

/** The part of the changes worth a line: what has too few families is counted instead. */
export function splitChanges({ changes }: BiasReport): { told: BiasChange[]; insufficient: BiasChange[] } {
  return {
    told: changes.filter(({ status }) => status !== 'insufficient'),
    insufficient: changes.filter(({ status }) => status === 'insufficient'),
  };
}

/** "Age, Gender (12 of 30 families)": axes with too few families. */
function sayInsufficient(bias: BiasReport): string {
  const names = splitChanges(bias).insufficient.map(({ label, after }) => {
    const have =
      'needs' in after ? ` (${after.families} of ${after.needs} families)` : ' (nothing to compare with)';
    return `${label.split(':')[0]}${have}`;
  });
  return names.length === 0 ? '' : `Insufficient data: ${names.join(' · ')}.`;
}
