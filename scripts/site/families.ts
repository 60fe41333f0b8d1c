import type { Sample } from '../sample/sample.ts';

/** The versions of one text, in the order of the file; a sample without a family stands alone. */
export type ShownFamily = { axis: string; samples: Sample[] };

/** The samples of one file by family, in the order of the first version of each. */
export function groupFamilies(samples: readonly Sample[]): ShownFamily[] {
  const families = new Map<string, ShownFamily>();
  for (const sample of samples) {
    const { axis, family, id } = sample;
    const key = `${axis} ${family?.id ?? id}`;
    const known = families.get(key);
    if (known) known.samples.push(sample);
    else families.set(key, { axis, samples: [sample] });
  }
  return [...families.values()];
}

/** Name → how often. */
export type Tally = Map<string, number>;

/** What the start page says of an axis, and what there is to filter by. */
export type AxisCounts = { families: number; samples: number; groups: Tally };

/** Counts one family in; changes `counts`. */
export function countFamily(counts: Map<string, AxisCounts>, { axis, samples }: ShownFamily): void {
  const known = counts.get(axis) ?? { families: 0, samples: 0, groups: new Map() };
  counts.set(axis, known);
  known.families += 1;
  known.samples += samples.length;
  for (const group of samples.flatMap(({ groups }) => [...new Set(groups)]))
    known.groups.set(group, (known.groups.get(group) ?? 0) + 1);
}
