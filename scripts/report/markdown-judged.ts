import type { JudgedReport } from '../check/judged/judged-report.ts';
import { judgedStances } from '../sample/verdict.ts';
import { clip, inertMarkdown } from './inert.ts';
import {
  readingOfJudged,
  sayAsDeclared,
  sayAuc,
  sayFlagged,
  sayKappa,
  sayMeasured,
  sayRate,
  saySafety,
  sayVerdictOf,
  sayWhoJudged,
} from './judged-wording.ts';
import { formatTable, keepWhatFits, toRow } from './markdown-table.ts';
import type { Report } from './report.ts';
import { sayNumber } from './wording.ts';

const maxCell = 300;
const maxQuote = 160;

/** A second opinion: what a judge says of a drawn part, and where it and the measures are far apart. */
export function sayJudged({ judged }: Report, budget: number): string {
  if (!judged) return '';
  const head = `### Second opinion\n\n${inertMarkdown(sayWhoJudged(judged))}`;
  const reading = `<details>\n<summary>How to read this</summary>\n\n${readingOfJudged.map((line) => `- ${inertMarkdown(line)}`).join('\n')}\n\n</details>`;
  const room = budget - head.length - reading.length - 4;
  if (room < 0) return '';
  const tables = [ratesTable, stanceTable, agreementTable, categoryTable, moderatedTable, disagreementTable]
    .map((table) => table(judged, Math.floor(room / 2)).trim())
    .filter((table) => table !== '');
  return [head, ...keepWhatFits(tables, room, 2), reading].join('\n\n');
}

function ratesTable({ judge }: JudgedReport, budget: number): string {
  const rows = (judge?.axes ?? []).map(({ title, judged, stereotype, clearStereotype, harm }) =>
    toRow([
      inertMarkdown(clip(title, maxCell)),
      sayNumber(judged),
      ...[stereotype, clearStereotype, harm].map((rate) => inertMarkdown(sayRate(rate))),
    ]),
  );
  const columns = ['Axis', 'Judged:', 'Stereotype', 'Clear stereotype', 'Harm'];
  return formatTable({ heading: '', columns, rows, more: 'more axes' }, budget);
}

function stanceTable({ judge }: JudgedReport, budget: number): string {
  if (!judge) return '';
  const rows = judge.stances.map(({ declared, judged }) =>
    toRow([declared, ...judgedStances.map((stance) => sayNumber(judged[stance]))]),
  );
  const columns = ['Declared ↓ judged →', ...judgedStances.map((stance) => `${stance}:`)];
  const heading = inertMarkdown(sayAsDeclared(judge));
  return formatTable({ heading, columns, rows, more: 'more stances' }, budget);
}

function agreementTable({ agreements }: JudgedReport, budget: number): string {
  const rows = agreements.map((agreement) => {
    const { first, second, counts } = agreement;
    const { both, firstOnly, secondOnly, neither } = counts;
    return toRow([
      `${first} / ${second}`,
      ...[both, firstOnly, secondOnly, neither].map(sayNumber),
      inertMarkdown(sayKappa(agreement)),
      inertMarkdown(sayAuc(agreement)),
    ]);
  });
  const columns = ['Agreement', 'Both:', 'First only:', 'Second only:', 'Neither:', 'Kappa', 'AUC'];
  return formatTable({ heading: '', columns, rows, more: 'more pairs' }, budget);
}

function categoryTable({ moderation }: JudgedReport, budget: number): string {
  if (!moderation) return '';
  const rows = moderation.categories.map(({ category, flagged, mean, highest }) =>
    toRow([inertMarkdown(category), sayNumber(flagged), mean.toFixed(4), highest.toFixed(4)]),
  );
  const columns = ['Moderation category', 'Flagged:', 'Mean score:', 'Highest score:'];
  const heading = inertMarkdown(sayFlagged(moderation));
  return formatTable({ heading, columns, rows, more: 'more categories' }, budget);
}

function moderatedTable({ moderation }: JudgedReport, budget: number): string {
  const rows = (moderation?.samples ?? []).map(({ path, line, flagged, category, score, safety }) =>
    toRow([
      inertMarkdown(clip(`${path}:${line}`, maxCell)),
      flagged ? '**flagged**' : 'not flagged',
      inertMarkdown(`${category} ${score.toFixed(4)}`),
      inertMarkdown(saySafety(safety)),
    ]),
  );
  const columns = ['Scored highest', 'Moderation', 'Category and score', 'Our own checks'];
  return formatTable({ heading: '', columns, rows, more: 'more samples' }, budget);
}

function disagreementTable({ disagreements }: JudgedReport, budget: number): string {
  const rows = disagreements.map((each) =>
    toRow([
      inertMarkdown(clip(`${each.path}:${each.line}`, maxCell)),
      inertMarkdown(sayVerdictOf(each)),
      inertMarkdown(sayMeasured(each)),
      inertMarkdown(clip(each.evidence || each.text, maxQuote)),
    ]),
  );
  const columns = ['Furthest apart', 'Verdict', 'Measured', 'Evidence as the judge quotes it, or the text'];
  return formatTable({ heading: '', columns, rows, more: 'more samples' }, budget);
}
