import type { Judged, JudgedReport, Moderated } from '../check/judged/judged-report.ts';
import { judgedStances } from '../sample/verdict.ts';
import {
  sayAsDeclared,
  sayAuc,
  sayFlagged,
  sayKappa,
  sayMeasured,
  sayRate,
  saySafety,
  sayVerdictOf,
} from './judged-wording.ts';
import { sayCount, sayNumber } from './wording.ts';

/** A table of the second opinion as every rendering shows it; raw text. */
export type JudgedTable = {
  name: 'axes' | 'stances' | 'agreements' | 'categories' | 'moderated' | 'disagreements';
  title: string;
  /** Stands above the table. */
  note: string;
  /** A colon at the end aligns the column to the right. The first column names a row. */
  columns: readonly string[];
  rows: string[][];
  /** What to call the rows that are left out. */
  more: string;
  /** Samples with their texts: to be opened by who wants to read them. */
  listsSamples: boolean;
};

/** Rates by axis, declared against judged, agreement with the measures, moderation, and where they part; no empty table. */
export function listJudgedTables(judged: JudgedReport): JudgedTable[] {
  const { judge, moderation } = judged;
  return [
    ...(judge ? [tableOfAxes(judge), tableOfStances(judge)] : []),
    tableOfAgreements(judged),
    ...(moderation ? [tableOfCategories(moderation), tableOfModerated(moderation)] : []),
    tableOfDisagreements(judged),
  ].filter(({ rows }) => rows.length > 0);
}

function tableOfAxes({ axes }: Judged): JudgedTable {
  return {
    name: 'axes',
    title: 'By axis',
    note: '',
    columns: ['Axis', 'Judged:', 'Stereotype', 'Clear stereotype', 'Harm'],
    rows: axes.map(({ title, judged, stereotype, clearStereotype, harm }) => [
      title,
      sayNumber(judged),
      ...[stereotype, clearStereotype, harm].map(sayRate),
    ]),
    more: 'more axes',
    listsSamples: false,
  };
}

function tableOfStances(judge: Judged): JudgedTable {
  return {
    name: 'stances',
    title: 'Declared and judged stance',
    note: sayAsDeclared(judge),
    columns: ['Declared ↓ judged →', ...judgedStances.map((stance) => `${stance}:`)],
    rows: judge.stances.map(({ declared, judged }) => [
      declared,
      ...judgedStances.map((stance) => sayNumber(judged[stance])),
    ]),
    more: 'more stances',
    listsSamples: false,
  };
}

function tableOfAgreements({ agreements }: JudgedReport): JudgedTable {
  return {
    name: 'agreements',
    title: 'Agreement',
    note: '',
    columns: ['First and second', 'Both:', 'First only:', 'Second only:', 'Neither:', 'Kappa', 'AUC'],
    rows: agreements.map((agreement) => {
      const { both, firstOnly, secondOnly, neither } = agreement.counts;
      return [
        `${agreement.first} and ${agreement.second}`,
        ...[both, firstOnly, secondOnly, neither].map(sayNumber),
        sayKappa(agreement),
        sayAuc(agreement),
      ];
    }),
    more: 'more pairs',
    listsSamples: false,
  };
}

function tableOfCategories(moderation: Moderated): JudgedTable {
  return {
    name: 'categories',
    title: 'Moderation',
    note: sayFlagged(moderation),
    columns: ['Moderation category', 'Flagged:', 'Mean score:', 'Highest score:'],
    rows: moderation.categories.map(({ category, flagged, mean, highest }) => [
      category,
      sayNumber(flagged),
      mean.toFixed(4),
      highest.toFixed(4),
    ]),
    more: 'more categories',
    listsSamples: false,
  };
}

function tableOfModerated({ samples }: Moderated): JudgedTable {
  return {
    name: 'moderated',
    title: `${sayCount(samples.length, 'sample')} scored highest, beside our own checks`,
    note: '',
    columns: ['Scored highest', 'Moderation', 'Category and score', 'Our own checks'],
    rows: samples.map(({ path, line, flagged, category, score, safety }) => [
      `${path}:${line}`,
      flagged ? 'flagged' : 'not flagged',
      `${category} ${score.toFixed(4)}`,
      saySafety(safety),
    ]),
    more: 'more samples',
    listsSamples: true,
  };
}

function tableOfDisagreements({ disagreements }: JudgedReport): JudgedTable {
  return {
    name: 'disagreements',
    title: `${sayCount(disagreements.length, 'sample')} on which verdict and measures are furthest apart`,
    note: '',
    columns: ['Furthest apart', 'Verdict', 'Measured', 'Evidence, as the judge quotes it', 'Text'],
    rows: disagreements.map((each) => [
      `${each.path}:${each.line}`,
      sayVerdictOf(each),
      sayMeasured(each),
      each.evidence,
      each.text,
    ]),
    more: 'more samples',
    listsSamples: true,
  };
}
