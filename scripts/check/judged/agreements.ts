import type { Verdict } from '../../sample/verdict.ts';
import { aucOf } from './auc.ts';
import type { Agreement } from './judged-report.ts';
import type { JudgedSample } from './judged-sample.ts';
import { countRatings, kappaOf } from './kappa.ts';

export function hasStereotype({ stereotype }: Verdict): boolean {
  return stereotype !== 'none';
}

export function hasHarm({ harm }: Verdict): boolean {
  return harm !== 'none';
}

type Rater = {
  name: string;
  /** A yes or no to a sample; undefined where it was not rated this way. */
  rates(sample: JudgedSample): boolean | undefined;
  /** The score behind it, the higher the nearer to a yes. */
  score?(sample: JudgedSample): number;
};

/** Below it VADER's authors call a text negative (Hutto and Gilbert 2014). */
const negativeTone = -0.05;

const stereotype: Rater = {
  name: 'judged a stereotype',
  rates: ({ verdict }) => verdict && hasStereotype(verdict),
};
const harm: Rater = { name: 'judged harmful', rates: ({ verdict }) => verdict && hasHarm(verdict) };
const flag: Rater = {
  name: 'flagged by moderation',
  rates: ({ moderation }) => moderation?.flagged,
  score: ({ moderation }) => Math.max(0, ...Object.values(moderation?.scores ?? {})),
};
const tone: Rater = {
  name: 'negative tone',
  rates: ({ offline }) => (offline.tone === undefined ? undefined : offline.tone < negativeTone),
  score: ({ offline }) => -(offline.tone ?? 0),
};
const safety: Rater = { name: 'safety finding', rates: ({ offline }) => offline.safety.length > 0 };

/** Who is compared with whom. */
const pairs: readonly (readonly [Rater, Rater])[] = [
  [stereotype, tone],
  [harm, tone],
  [harm, safety],
  [flag, safety],
  [harm, flag],
];

/** How far each pair of raters agrees on the samples that both rate; pairs of which one rates none are left out. */
export function agreementsOf(samples: readonly JudgedSample[], needs: number): Agreement[] {
  return pairs.flatMap(([one, other]) => {
    if (!samples.some((each) => one.rates(each) !== undefined)) return [];
    if (!samples.some((each) => other.rates(each) !== undefined)) return [];
    const both = samples.flatMap((sample) => {
      const [first, second] = [one.rates(sample), other.rates(sample)];
      const score = other.score?.(sample) ?? 0;
      return first === undefined || second === undefined ? [] : [{ first, second, yes: first, score }];
    });
    const counts = countRatings(both);
    const kappa = kappaOf(counts, needs);
    return [{ first: one.name, second: other.name, counts, kappa, auc: other.score ? aucOf(both) : null }];
  });
}
