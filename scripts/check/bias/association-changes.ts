import type { Attributes } from './attributes.ts';
import type { BiasChange, BiasReport, Row, Status } from './bias-report.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import { type AssociationTest, flaggedLinks, learnedFamilies } from './find-associations.ts';
import { mostInfluential, type SubjectFamily } from './influence.ts';
import {
  categorySums,
  logOdds,
  logOddsDraws,
  namedSums,
  priorShare,
  type Scope,
  type Table,
  tableAt,
} from './measure-association.ts';
import { addTables, type WordTable, wordChange, wordLogOdds, wordTable } from './measure-words.ts';
import { wayAgainst } from './plan-links.ts';
import { difference } from './quantity.ts';
import { type Counts, countSides, estimate, isMeasured, round, type Sides, statesAfter } from './rows.ts';
import type { Thresholds } from './thresholds.ts';

type Context = {
  sides: Sides;
  families: readonly SubjectFamily[];
  thresholds: Thresholds;
  mode: BiasReport['mode'];
  attributes: Attributes;
  labelOf(axis: string, group: string): string;
  titleOf(axis: string): string;
  categoryLabel(id: string): string;
};

/** How many links a report spells out; the strongest evidence first. */
export const mostAssociations = 40;

/** The flagged links with what the merge changes, and the families behind it. */
export function associationChanges(tests: readonly AssociationTest[], context: Context): BiasChange[] {
  return flaggedLinks(tests, context.thresholds)
    .slice(0, mostAssociations)
    .map((test) => changeOf(test, context));
}

function changeOf(test: AssociationTest, context: Context): BiasChange {
  const { axis, groups, kind, name, q } = test;
  const group = groups[test.group] as string;
  const row = rowFor(test, context, 'all');
  const status = statusOf(test, row, context);
  const label = `${context.titleOf(axis)}: “${kind === 'word' ? name : context.categoryLabel(name)}” with ${context.labelOf(axis, group)}`;
  return {
    measure: 'association',
    axis,
    label,
    group,
    attribute: { kind, name },
    ...row,
    status,
    q,
    drift: null,
    families: influenceOf(test, context),
    fix: fixFor(test, context),
  };
}

function rowFor(test: AssociationTest, { sides, thresholds }: Context, scope: Scope): Row {
  const { axis, groups, group } = test;
  const needs = thresholds.leastFamilies.associations;
  const counts = smallerCounts(sides, axis, groups, group, scope);
  return test.kind === 'category'
    ? categoryRow(test, sides, { counts, needs, scope })
    : wordRow(test, sides, { counts, needs, scope });
}

type RowOptions = { counts: Counts; needs: number; scope: Scope };

function categoryRow(
  { axis, groups, group, name }: AssociationTest,
  sides: Sides,
  { counts, needs, scope }: RowOptions,
): Row {
  const drawsOf = (states: readonly BiasState[]) => ({
    withIt: categorySums(states, axis, groups, name, scope),
    families: namedSums(states, axis, groups, scope),
  });
  const after = drawsOf(statesAfter(sides));
  const share = priorShare(tableAt(after.withIt, after.families, group, 0));
  const draw = (states: readonly BiasState[]) => {
    const { withIt, families } = drawsOf(states);
    return logOddsDraws(withIt, families, group, share);
  };
  const [was, own, is] = [draw([sides.before]), draw([sides.contribution]), draw(statesAfter(sides))];
  return {
    before: estimate(was, counts.before, needs),
    contribution: estimate(own, counts.contribution, needs),
    after: estimate(is, counts.after, needs),
    change: estimate(difference(is, was), counts.after, needs),
  };
}

/** The two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959_964;

function wordRow(test: AssociationTest, sides: Sides, { counts, needs, scope }: RowOptions): Row {
  const [before, contribution, after] = [[sides.before], [sides.contribution], statesAfter(sides)].map(
    (states) => states.map((state) => wordTableOf(test, state, scope)).reduce(addTables),
  ) as [WordTable, WordTable, WordTable];
  const share = priorShare(after);
  const [was, is] = [wordLogOdds(before, share), wordLogOdds(after, share)];
  // What a takedown changes, bringing the families back would change the other way.
  const { error } = wordChange(sides.left ? after : before, contribution);
  const normal = ({ value, error }: { value: number; error: number }, families: number) =>
    families < needs || !Number.isFinite(error)
      ? { families, needs }
      : { value: round(value), low: round(value - z95 * error), high: round(value + z95 * error), families };
  return {
    before: normal(was, counts.before),
    contribution: normal(wordLogOdds(contribution, share), counts.contribution),
    after: normal(is, counts.after),
    change: normal({ value: is.value - was.value, error }, counts.after),
  };
}

function wordTableOf(
  { axis, groups, group, name }: AssociationTest,
  state: BiasState,
  scope: Scope,
): WordTable {
  const families = learnedFamilies([state], axis, groups, scope);
  return wordTable(state.words.get(axis)?.get(name), families, group, scope);
}

/** The smaller of the two numbers of families that a link compares. */
function smallerCounts(
  sides: Sides,
  axis: string,
  groups: readonly string[],
  group: number,
  scope: Scope,
): Counts {
  const keysOf = (each: string) =>
    scope === 'all' ? [cellOf.plain(axis, each), cellOf.counter(axis, each)] : [cellOf.plain(axis, each)];
  const own = countSides(sides, keysOf(groups[group] as string));
  const others = countSides(sides, groups.filter((_, at) => at !== group).flatMap(keysOf));
  return {
    before: Math.min(own.before, others.before),
    contribution: Math.min(own.contribution, others.contribution),
    after: Math.min(own.after, others.after),
  };
}

/**
 * A link gates where the merge makes it stronger for sure and by enough, and where it is there without declared
 * counter-stereotypes too: overshooting with them is for a person to weigh. A contribution that never says it can
 * make a link stronger only by naming groups unevenly, and that is judged as balance.
 */
function statusOf(test: AssociationTest, row: Row, context: Context): Status {
  const { after, change } = row;
  if (context.mode === 'standing' || !isMeasured(change) || !isMeasured(after)) return 'found';
  const sign = after.value < 0 ? -1 : 1;
  const growth = sign * change.value;
  const [low, high] = sign > 0 ? [change.low, change.high] : [-change.high, -change.low];
  if (high < 0) return 'better';
  if (low <= 0) return 'found';
  const { growth: least, size } = context.thresholds.association;
  const plain = rowFor(test, context, 'plain').after;
  const isPlain =
    isMeasured(plain) && sign * plain.value >= size && (sign > 0 ? plain.low > 0 : plain.high < 0);
  const gates = context.mode === 'merge' && growth >= least && isPlain && isSaidAnew(test, context);
  return gates ? 'gate' : 'worse';
}

function isSaidAnew(test: AssociationTest, { sides }: Context): boolean {
  const { withIt, otherWithIt } = tableOf(test, [sides.contribution]);
  return withIt + otherWithIt > 0;
}

function influenceOf(test: AssociationTest, { sides, families }: Context): BiasChange['families'] {
  const table = tableOf(test, statesAfter(sides));
  const share = priorShare(table);
  const group = test.groups[test.group] as string;
  return mostInfluential(
    families.filter(({ facts }) => facts.axis === test.axis),
    logOdds(table, share),
    ({ facts }) => logOdds(without(table, facts, group, test), share),
    test.value < 0 ? -1 : 1,
  );
}

function tableOf(test: AssociationTest, states: readonly BiasState[]): Table {
  const { axis, groups, group, name, kind } = test;
  if (kind === 'word') return states.map((state) => wordTableOf(test, state, 'all')).reduce(addTables);
  return tableAt(
    categorySums(states, axis, groups, name, 'all'),
    namedSums(states, axis, groups, 'all'),
    group,
    0,
  );
}

function without(
  table: Table,
  facts: SubjectFamily['facts'],
  group: string,
  { kind, name }: AssociationTest,
): Table {
  const left = { ...table };
  for (const [each, { learned, words, categories }] of facts.groups) {
    if (learned === undefined) continue;
    const has = kind === 'word' ? words.has(name) : categories.has(name);
    if (each === group) {
      left.families -= 1;
      if (has) left.withIt -= 1;
    } else {
      left.otherFamilies -= 1;
      if (has) left.otherWithIt -= 1;
    }
  }
  return left;
}

function fixFor(test: AssociationTest, context: Context): string {
  const { axis, groups, group, name, kind, value } = test;
  const own = context.labelOf(axis, groups[group] as string);
  const { way, ofOwn } = wayAgainst(test, context.attributes);
  const what = kind === 'word' ? `“${name}”` : `words of ${context.categoryLabel(name).toLowerCase()}`;
  const whom = ofOwn ? own : 'the other groups';
  const plan = `"evenhand plan --axis ${axis}" says how many.`;
  if (way === 'remove') return `Write fewer families that say ${what} of ${whom}. ${plan}`;
  const fewer = value > 0 ? `, or fewer that say it of ${own}` : '';
  return `Add families that say ${what} of ${whom}${fewer}.${kind === 'word' ? '' : ` ${plan}`}`;
}
