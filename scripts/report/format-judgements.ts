import type { JudgedSample } from '../check/judged/build-judged.ts';
import type { JudgedReport } from '../check/judged/judged-report.ts';
import { inertJson } from './inert.ts';

/**
 * `judgements.json` (`schemas/judgements.schema.json`): what was said of each drawn sample, beside what is measured of
 * it. Equal answers give equal bytes.
 */
export function formatJudgements(
  { seed, inputSha256, judge }: JudgedReport,
  samples: readonly JudgedSample[],
  tool: string,
): string {
  const object = {
    schema: 1,
    tool,
    seed,
    inputSha256,
    ...(judge && {
      judge: {
        provider: judge.provider,
        model: judge.model,
        served: judge.served,
        rubric: judge.rubric,
      },
    }),
    samples: samples.map(({ sample, path, line, offline: { tone, safety }, verdict }) => ({
      sample: sample.id,
      path,
      line,
      axis: sample.axis,
      stance: sample.stance,
      tone: tone ?? null,
      safety,
      verdict: verdict ?? null,
    })),
  };
  return `${inertJson(JSON.stringify(object, null, 2))}\n`;
}
