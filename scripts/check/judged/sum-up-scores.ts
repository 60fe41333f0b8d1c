import type { ModerationScores } from '../../sample/verdict.ts';
import type { AskedOf, CategoryScores, Moderated, ModeratedSample } from './judged-report.ts';
import type { JudgedSample } from './judged-sample.ts';
import { rateOf } from './rate.ts';

type Scored = JudgedSample & { moderation: ModerationScores };

const mostSamples = 20;

/** What a moderation service says of all samples together, and of those that it likes least. */
export function sumUpScores(samples: readonly JudgedSample[], needs: number): Omit<Moderated, keyof AskedOf> {
  const scored = samples.filter((sample): sample is Scored => sample.moderation !== undefined);
  const flagged = scored.filter(({ moderation }) => moderation.flagged).length;
  const names = [...new Set(scored.flatMap(({ moderation }) => Object.keys(moderation.scores)))].sort();
  return {
    flagged: rateOf(flagged, scored.length, needs),
    categories: names.map((name) => sumUpCategory(name, scored)).sort((a, b) => b.highest - a.highest),
    samples: scored.map(placeOf).sort(byScore).slice(0, mostSamples),
  };
}

function sumUpCategory(category: string, scored: readonly Scored[]): CategoryScores {
  const scores = scored.flatMap(({ moderation }) => moderation.scores[category] ?? []);
  return {
    category,
    flagged: scored.filter(({ moderation }) => moderation.categories.includes(category)).length,
    mean: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    highest: Math.max(...scores),
  };
}

function placeOf({ sample, path, line, moderation, offline: { safety } }: Scored): ModeratedSample {
  const [category = '', score = 0] =
    Object.entries(moderation.scores).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0] ?? [];
  return { sample: sample.id, path, line, flagged: moderation.flagged, category, score, safety };
}

function byScore(a: ModeratedSample, b: ModeratedSample): number {
  return Number(b.flagged) - Number(a.flagged) || b.score - a.score || (a.sample < b.sample ? -1 : 1);
}
