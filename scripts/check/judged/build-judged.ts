import { type Axes, requireAxis } from '../../sample/axis.ts';
import { compareText } from '../../sample/order.ts';
import { type Stance, stances } from '../../sample/sample.ts';
import { judgedStances, type Verdict } from '../../sample/verdict.ts';
import { partsOf } from '../bias/learned-text.ts';
import type { Thresholds } from '../bias/thresholds.ts';
import { agreementsOf, hasHarm, hasStereotype } from './agreements.ts';
import { findDisagreements } from './find-disagreements.ts';
import type { AskedOf, Judged, JudgedAxis, JudgedReport, StanceRow } from './judged-report.ts';
import type { JudgedSample, WithVerdict } from './judged-sample.ts';
import { rateOf } from './rate.ts';
import { sumUpScores } from './sum-up-scores.ts';

type Parts = Pick<JudgedReport, 'drawn' | 'samples' | 'families' | 'seed' | 'withheld'> & {
  judged: readonly JudgedSample[];
  judge?: AskedOf & Pick<Judged, 'rubric' | 'controls'>;
  moderation?: AskedOf;
  axes: Axes;
  leastFamilies: Thresholds['leastFamilies'];
};

/** Puts what was said beside what is measured. */
export function buildJudged(parts: Parts): JudgedReport {
  const { judged, judge, moderation, axes, leastFamilies, ...facts } = parts;
  const verdicts = judged.filter(hasVerdict);
  return {
    ...facts,
    ...(judge && { judge: { ...judge, ...sumUp(verdicts, axes, leastFamilies) } }),
    ...(moderation && { moderation: { ...moderation, ...sumUpScores(judged, leastFamilies.shares) } }),
    agreements: agreementsOf(judged, leastFamilies.gaps),
    disagreements: findDisagreements(verdicts),
  };
}

function hasVerdict(sample: JudgedSample): sample is WithVerdict {
  return sample.verdict !== undefined;
}

function sumUp(
  verdicts: readonly WithVerdict[],
  axes: Axes,
  { shares }: Thresholds['leastFamilies'],
): Omit<Judged, keyof AskedOf | 'rubric' | 'controls'> {
  const ids = [...new Set(verdicts.map(({ sample }) => sample.axis))];
  const byAxis = ids.map((axis) =>
    ratesOf(
      { axis, title: axes.has(axis) ? requireAxis(axes, axis).title : axis },
      verdicts.filter(({ sample }) => sample.axis === axis),
      shares,
    ),
  );
  const declared = verdicts.filter(({ sample }) => sample.stance !== 'counterfactual');
  const same = declared.filter(({ sample, verdict }) => sample.stance === verdict.stance);
  return {
    axes: [
      ...byAxis.sort((a, b) => lowOf(b) - lowOf(a) || compareText(a.axis ?? '', b.axis ?? '')),
      ratesOf({ axis: null, title: 'All that was judged' }, verdicts, shares),
    ],
    stances: stances.flatMap((stance) => stanceRow(stance, verdicts)),
    asDeclared: rateOf(same.length, declared.length, shares),
    unquoted: verdicts.filter((each) => !isQuoted(each)).length,
  };
}

function ratesOf(
  named: Pick<JudgedAxis, 'axis' | 'title'>,
  verdicts: readonly WithVerdict[],
  needs: number,
): JudgedAxis {
  const of = (says: (verdict: Verdict) => boolean) =>
    rateOf(verdicts.filter(({ verdict }) => says(verdict)).length, verdicts.length, needs);
  return {
    ...named,
    judged: verdicts.length,
    stereotype: of(hasStereotype),
    clearStereotype: of(({ stereotype }) => stereotype === 'clear'),
    harm: of(hasHarm),
  };
}

/** Where there are too few, an axis comes after those with enough. */
function lowOf({ stereotype }: JudgedAxis): number {
  return 'low' in stereotype ? stereotype.low : -1;
}

function stanceRow(declared: Stance, verdicts: readonly WithVerdict[]): StanceRow[] {
  const own = verdicts.filter(({ sample }) => sample.stance === declared);
  if (own.length === 0) return [];
  const counts = judgedStances.map((stance) => [
    stance,
    own.filter(({ verdict }) => verdict.stance === stance).length,
  ]);
  return [{ declared, judged: Object.fromEntries(counts) as StanceRow['judged'] }];
}

/** Whether the evidence stands in what is learned; the way spaces and quotation marks are written is no matter. */
function isQuoted({ sample, verdict }: WithVerdict): boolean {
  const quoted = plain(verdict.evidence);
  if (quoted === '') return true;
  return partsOf(sample).some(({ use, text }) => use === 'learned' && plain(text).includes(quoted));
}

function plain(text: string): string {
  return text
    .replaceAll(/[“”„«»‘’'"`…]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('...', '')
    .trim()
    .toLowerCase();
}
