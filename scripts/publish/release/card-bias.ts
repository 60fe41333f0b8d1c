import type { BiasReport } from '../../check/bias/bias-report.ts';
import { readingOfBias, sayEstimate, sayStatus, sayUntold, splitChanges } from '../../report/bias-wording.ts';
import { inertMarkdown } from '../../report/inert.ts';

/** A card is read by people: what is beyond this many rows stands in report.html. */
const maxRows = 40;

/** How biased the whole dataset is measured to be, with intervals; the worst first. */
export function sayMeasuredBias(bias: BiasReport): string {
  const { told } = splitChanges(bias);
  const rows = told
    .slice(0, maxRows)
    .map(
      (change) =>
        `| ${inertMarkdown(change.label)} | ${inertMarkdown(sayEstimate(change.measure, change.after, false))} | ${sayStatus(change, bias)} |`,
    );
  const table =
    rows.length === 0
      ? ''
      : ['| number | value [95 % interval] | verdict |', '| --- | --- | --- |', ...rows].join('\n');
  const left = told.length - rows.length;
  return [
    '## How biased it is measured to be',
    inertMarkdown(bias.headline),
    table,
    left > 0 ? `And ${left} more.` : '',
    sayUntold(bias).map(inertMarkdown).join('\n\n'),
    table === ''
      ? ''
      : readingOfBias(bias)
          .map((line) => `- ${inertMarkdown(line)}`)
          .join('\n'),
    'The numbers are of the dataset, not of a model trained on it. [report.html](report.html) has the charts, and [report.json](report.json) every number.',
  ]
    .filter(Boolean)
    .join('\n\n');
}
