import type { Axis } from '../../sample/axis.ts';
import type { Estimate } from './bias-report.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import type { Want } from './choose-stances.ts';
import type { AssociationTest } from './find-associations.ts';
import { categorySums, logOdds, namedSums, priorShare, type Table, tableAt } from './measure-association.ts';
import { distanceQuantity } from './measure-representation.ts';
import { replicates } from './poisson-weights.ts';
import { evaluate } from './quantity.ts';
import { estimate } from './rows.ts';
import { sumOf } from './share-out.ts';
import type { Thresholds } from './thresholds.ts';

/** The log-odds of a link now, and once the cells are merged. */
export type PlannedLink = { group: string; attribute: string; now: Estimate; after: Estimate };

/** How far an axis is from its target now, and how far it will be once the cells are merged. */
export type PlannedAxis = {
  axis: string;
  title: string;
  samples: number;
  now: Estimate;
  after: Estimate;
  links: PlannedLink[];
};

type Planned = { axis: Axis; wants: readonly Want[]; links: readonly AssociationTest[] };

/** What is added is known for sure; only what is there is drawn anew. */
export function predictAxis(
  state: BiasState,
  { axis, wants, links }: Planned,
  { thresholds: { leastFamilies } }: { thresholds: Thresholds },
): PlannedAxis {
  const ids = axis.groups.map(({ id }) => id);
  const adds = ids.map((_, at) =>
    sumOf(wants.flatMap(({ group, samples }) => (group === at ? [samples] : []))),
  );
  const now = distanceQuantity(axis.axis, ids, axis.target.shares);
  const mended = {
    ...now,
    formula: (cells: Float64Array) => now.formula(cells.map((count, at) => count + (adds[at] as number))),
  };
  const families = sumOf(ids.map((id) => state.cells.get(cellOf.named(axis.axis, id))?.[0] ?? 0));
  return {
    axis: axis.axis,
    title: axis.title,
    samples: sumOf(adds),
    now: estimate(evaluate([state], now), families, leastFamilies.shares, 0),
    after: estimate(evaluate([state], mended), families + sumOf(adds), leastFamilies.shares, 0),
    links: links.map((link) => predictLink(state, link, { wants, needs: leastFamilies.associations })),
  };
}

/** Samples planned for another reason are taken to say the category as often as all that is there does. */
function predictLink(
  state: BiasState,
  { axis, groups, group, name, families }: AssociationTest,
  { wants, needs }: { wants: readonly Want[]; needs: number },
): PlannedLink {
  const [withIt, named] = [
    categorySums([state], axis, groups, name, 'all'),
    namedSums([state], axis, groups, 'all'),
  ];
  const usual = (withIt.allNamed[0] as number) / (named.allNamed[0] as number);
  const added = sumTables(wants.map((want) => tableOfWant(want, { group, name, usual })));
  const share = priorShare(tableAt(withIt, named, group, 0));
  const draws = (plus: Table) =>
    Float64Array.from({ length: replicates + 1 }, (_, draw) =>
      logOdds(sumTables([tableAt(withIt, named, group, draw), plus]), share),
    );
  return {
    group: groups[group] as string,
    attribute: name,
    now: estimate(draws(sumTables([])), families, needs),
    after: estimate(draws(added), families, needs),
  };
}

function tableOfWant(
  want: Want,
  { group, name, usual }: { group: number; name: string; usual: number },
): Table {
  const rate = want.attribute === undefined ? usual : Number(want.attribute === name);
  const [withIt, families] = [want.samples * rate, want.samples];
  return want.group === group
    ? { withIt, families, otherWithIt: 0, otherFamilies: 0 }
    : { withIt: 0, families: 0, otherWithIt: withIt, otherFamilies: families };
}

function sumTables(tables: readonly Table[]): Table {
  return tables.reduce(
    (sum, table) => ({
      withIt: sum.withIt + table.withIt,
      families: sum.families + table.families,
      otherWithIt: sum.otherWithIt + table.otherWithIt,
      otherFamilies: sum.otherFamilies + table.otherFamilies,
    }),
    { withIt: 0, families: 0, otherWithIt: 0, otherFamilies: 0 },
  );
}
