import type { AskedOf, JudgedReport } from '../check/judged/judged-report.ts';
import type { JudgedSample } from '../check/judged/judged-sample.ts';
import { inertJson } from './inert.ts';

/**
 * `judgements.json` (`schemas/judgements.schema.json`): what was said of each drawn sample, beside what is measured of
 * it. Equal answers give equal bytes.
 */
export function formatJudgements(
  { seed, judge, moderation }: JudgedReport,
  samples: readonly JudgedSample[],
  tool: string,
): string {
  const object = {
    schema: 1,
    tool,
    seed,
    ...(judge && { judge: { ...whoOf(judge), rubric: judge.rubric } }),
    ...(moderation && { moderation: whoOf(moderation) }),
    samples: samples.map(
      ({ sample, path, line, offline: { tone, safety }, verdict, moderation: scored }) => ({
        sample: sample.id,
        path,
        line,
        axis: sample.axis,
        stance: sample.stance,
        tone: tone ?? null,
        safety,
        verdict: verdict ?? null,
        moderation: scored ?? null,
      }),
    ),
  };
  return `${inertJson(JSON.stringify(object, null, 2))}\n`;
}

function whoOf({ provider, model, served, inputSha256 }: AskedOf): Partial<AskedOf> {
  return { provider, model, served, inputSha256 };
}
