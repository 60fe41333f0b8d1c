import { type Axes, requireAxis } from '../../sample/axis.ts';
import { type Stance, stances } from '../../sample/sample.ts';
import { judgedStances, type Verdict } from '../../sample/verdict.ts';
import { partsOf } from '../bias/learned-text.ts';
import type { Thresholds } from '../bias/thresholds.ts';
import type { Placed } from './draw-samples.ts';
import type {
  Agreement,
  AskedOf,
  Disagreement,
  Judged,
  JudgedAxis,
  JudgedReport,
  StanceRow,
} from './judged-report.ts';
import { kappaOf, rate } from './kappa.ts';
import type { OfflineFacts } from './offline-facts.ts';
import { rateOf } from './rate.ts';

/** A drawn sample with what is measured and what was said of it. */
export type JudgedSample = Placed & { offline: OfflineFacts; verdict?: Verdict };

type WithVerdict = JudgedSample & { verdict: Verdict };

type Parts = Pick<JudgedReport, 'drawn' | 'samples' | 'families' | 'seed' | 'withheld' | 'inputSha256'> & {
  judged: readonly JudgedSample[];
  judge?: AskedOf & { rubric: string };
  axes: Axes;
  leastFamilies: Thresholds['leastFamilies'];
};

export function buildJudged({ judged, judge, axes, leastFamilies, ...facts }: Parts): JudgedReport {
  const verdicts = judged.filter(hasVerdict);
  return {
    ...facts,
    ...(judge && { judge: { ...judge, ...sumUp(verdicts, axes, leastFamilies) } }),
    agreements: judge ? agreementsOf(verdicts, leastFamilies.gaps) : [],
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
): Omit<Judged, keyof AskedOf | 'rubric'> {
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

function hasStereotype({ stereotype }: Verdict): boolean {
  return stereotype !== 'none';
}

function hasHarm({ harm }: Verdict): boolean {
  return harm !== 'none';
}

/** Below it VADER's authors call a text negative (Hutto and Gilbert 2014). */
const negativeTone = -0.05;

function agreementsOf(verdicts: readonly WithVerdict[], needs: number): Agreement[] {
  const toned = verdicts.filter(({ offline }) => offline.tone !== undefined);
  const pairs = [
    {
      first: 'judged a stereotype',
      second: 'negative tone',
      rated: toned.map(({ verdict, offline: { tone = 0 } }) => ({
        first: hasStereotype(verdict),
        second: tone < negativeTone,
      })),
    },
    {
      first: 'judged harmful',
      second: 'negative tone',
      rated: toned.map(({ verdict, offline: { tone = 0 } }) => ({
        first: hasHarm(verdict),
        second: tone < negativeTone,
      })),
    },
    {
      first: 'judged harmful',
      second: 'safety finding',
      rated: verdicts.map(({ verdict, offline }) => ({
        first: hasHarm(verdict),
        second: offline.safety.length > 0,
      })),
    },
  ];
  return pairs.map(({ first, second, rated }) => {
    const counts = rate(rated);
    return { first, second, counts, kappa: kappaOf(counts, needs) };
  });
}

/** Nearer than this, both say about the same. */
const leastDistance = 0.5;
const mostDisagreements = 20;

function findDisagreements(verdicts: readonly WithVerdict[]): Disagreement[] {
  return verdicts
    .map(({ sample, path, line, verdict: { evidence, ...verdict }, offline: { tone, safety } }) => ({
      sample: sample.id,
      path,
      line,
      axis: sample.axis,
      declared: sample.stance,
      distance: Math.abs(worstOf(verdict) - Math.max(safety.length > 0 ? 1 : 0, -(tone ?? 0))),
      verdict,
      evidence,
      tone: tone ?? null,
      safety,
    }))
    .filter(({ distance }) => distance >= leastDistance)
    .sort((a, b) => b.distance - a.distance || compareText(a.path, b.path) || a.line - b.line)
    .slice(0, mostDisagreements);
}

const weights = { none: 0, slight: 0.5, clear: 1 };

function worstOf({ stereotype, harm, stance }: Disagreement['verdict']): number {
  const ofStance = stance === 'stereotypical' ? weights.slight : weights.none;
  return Math.max(weights[stereotype], weights[harm], ofStance);
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
