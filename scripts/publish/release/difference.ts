import type { Axis } from '../../sample/axis.ts';
import { canonicalJson } from '../../sample/canonical-json.ts';
import { compareText } from '../../sample/order.ts';
import type { Difference, RowChange } from './release-plan.ts';

/** A row as a comparison needs it. */
export type ComparedRow = { id: string; axis: string; contributor: string; line: string };

/** Rows that are known to have gone without being read: of so many of them a takedown has cut a shard of the archive. */
export type CutRows = Pick<ComparedRow, 'axis' | 'contributor'> & { rows: number };

export type RowDifference = Pick<Difference, 'axes' | 'contributors' | 'total'>;

/**
 * Compares rows by id, in whichever files they stand: a sample that moved is no change. Rows of files that are the
 * same on both sides may be left out. Only `before` is held in memory.
 */
export async function compareRows(
  before: AsyncIterable<ComparedRow>,
  after: AsyncIterable<ComparedRow>,
  cut: readonly CutRows[] = [],
): Promise<RowDifference> {
  const gone = new Map<string, ComparedRow>();
  for await (const row of before) gone.set(row.id, row);
  const tally = startTally();
  for await (const row of after) {
    const known = gone.get(row.id);
    gone.delete(row.id);
    if (!known) tally.count('added', row);
    else if (known.line !== row.line) tally.count('relabelled', row);
  }
  for (const row of gone.values()) tally.count('removed', row);
  for (const { rows, ...row } of cut) tally.count('removed', row, rows);
  return tally.finish();
}

function startTally() {
  const axes = new Map<string, RowChange>();
  const contributors = new Map<string, RowChange>();
  const total = noChange();
  return {
    count(what: keyof RowChange, { axis, contributor }: Omit<CutRows, 'rows'>, rows = 1): void {
      if (rows === 0) return;
      total[what] += rows;
      changeOf(axes, axis)[what] += rows;
      changeOf(contributors, contributor)[what] += rows;
    },
    finish: (): RowDifference => ({ axes: sorted(axes), contributors: sorted(contributors), total }),
  };
}

function noChange(): RowChange {
  return { added: 0, removed: 0, relabelled: 0 };
}

function changeOf(changes: Map<string, RowChange>, name: string): RowChange {
  const known = changes.get(name);
  if (known) return known;
  const fresh = noChange();
  changes.set(name, fresh);
  return fresh;
}

function sorted(changes: Map<string, RowChange>): Record<string, RowChange> {
  return Object.fromEntries([...changes].sort(([a], [b]) => compareText(a, b)));
}

/** What a consumer's code may trip over: another shape of samples, or a label that no longer exists. */
export type Meaning = { sampleSchema: unknown; axes: ReadonlyMap<string, Pick<Axis, 'groups'>> };

export function compareMeaning(before: Meaning, after: Meaning): string[] {
  const reshaped = shapeOf(before.sampleSchema) !== shapeOf(after.sampleSchema);
  return [
    ...(reshaped ? ['the schema of samples changed'] : []),
    ...[...before.axes].flatMap(([axis, { groups }]) => {
      const now = after.axes.get(axis);
      if (!now) return [`the axis ${axis} is gone`];
      const known = new Set(now.groups.map(({ id }) => id));
      return groups.filter(({ id }) => !known.has(id)).map(({ id }) => `${axis} has no group ${id} any more`);
    }),
  ];
}

/** A schema without its words. */
function shapeOf(schema: unknown): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
      ['description', 'title', '$id', '$comment'].includes(key) && typeof value === 'string'
        ? undefined
        : value,
    ),
  );
}
