import type { BiasContext } from '../check/bias/bias-check.ts';
import type { BiasReport } from '../check/bias/bias-report.ts';
import type { Project } from './project.ts';

/** The bias check's context, and the report once the checks are finished; none where the check did not run. */
export function startBias(
  { reader, thresholds }: Pick<Project, 'reader' | 'thresholds'>,
  mode: BiasReport['mode'],
  { saved, isReleased, takedown }: Pick<BiasContext, 'saved' | 'isReleased' | 'takedown'> = {},
): { context: BiasContext; report(): BiasReport | undefined } {
  let made: BiasReport | undefined;
  const onReport = (report: BiasReport) => {
    made = report;
  };
  const context = { reader, thresholds, mode, saved, isReleased, takedown, onReport };
  return { context, report: () => made };
}
