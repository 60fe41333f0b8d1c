import type { PlannedAttributes, PlannedCell } from '../sample/planned-cell.ts';
import type { Project } from './project.ts';

/** What every attribute category means, as this dataset explains it. */
export function plannable({ reader }: Project): PlannedAttributes {
  return Object.fromEntries(
    reader.attributes.categories.map(({ id, label, words }) => [id, { label, words }]),
  );
}

/** Those that the cells name: a plan brings what they mean. */
export function attributesOf(cells: readonly PlannedCell[], project: Project): PlannedAttributes {
  const named = new Set(cells.map(({ attribute }) => attribute));
  return Object.fromEntries(Object.entries(plannable(project)).filter(([id]) => named.has(id)));
}
