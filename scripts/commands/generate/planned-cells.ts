import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { Axes } from '../../sample/axis.ts';
import { requireJson } from '../../sample/json/require-json.ts';
import type { CellOffer, PlannedAttributes, PlannedCell } from '../../sample/planned-cell.ts';
import { type Stance, stances } from '../../sample/sample.ts';

const advice = { code: 'BAD_PLAN', fix: 'Make it again: npx evenhand plan --out <file>' };

export type PlannedCells = { cells: PlannedCell[]; attributes: PlannedAttributes };

/**
 * The cells of a file that `evenhand plan` wrote, with what their attribute categories mean.
 * @throws UserError naming every cell that is not one, or whose group the axes do not know.
 */
export async function readPlannedCells(path: string, axes: Axes): Promise<PlannedCells> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, { ...advice, cause });
  });
  const { cells, attributes = {} } = (requireJson(path, bytes, advice) ?? {}) as {
    cells?: unknown;
    attributes?: PlannedAttributes;
  };
  if (!Array.isArray(cells) || cells.length === 0)
    throw new UserError(`${path} asks for nothing: it has no "cells"`, advice);
  const wrong = (cells as Partial<PlannedCell>[]).flatMap((cell, at) =>
    isCell(cell, { axes, attributes })
      ? []
      : [
          `${path} cells.${at}: expected a known axis, group and stance, an attribute that "attributes" explains (or none) and a number of samples, found ${JSON.stringify(cell)}`,
        ],
  );
  if (wrong.length > 0) throw new UserError(wrong.join('\n'), advice);
  return { cells: cells as PlannedCell[], attributes };
}

type Known = { axes: Axes; attributes: PlannedAttributes };

function isCell(cell: Partial<PlannedCell> | null, { axes, attributes }: Known): cell is PlannedCell {
  const { axis = '', group, stance, attribute, samples = 0 } = cell ?? {};
  const isKnown = axes.get(axis)?.groups.some(({ id }) => id === group) ?? false;
  const isExplained =
    attribute === undefined || (Object.hasOwn(attributes, attribute) && isExplanation(attributes[attribute]));
  return (
    isKnown &&
    isExplained &&
    stances.includes(stance as Stance) &&
    Number.isSafeInteger(samples) &&
    samples > 0
  );
}

function isExplanation(value: PlannedAttributes[string] | undefined): boolean {
  const { label, words } = value ?? {};
  if (typeof label !== 'string' || typeof words !== 'object' || words === null) return false;
  return Object.values(words).every(
    (list) => Array.isArray(list) && list.every((word) => typeof word === 'string'),
  );
}

/** @throws UserError naming the cells that none of the specs can write. */
export function refuseUnwritten(cells: readonly PlannedCell[], offers: readonly CellOffer[]): void {
  const missing = cells.filter(
    ({ axis, group, stance, attribute }) =>
      !offers.some(
        (offer) =>
          offer.axis === axis &&
          offer.group === group &&
          offer.stance === stance &&
          (attribute === undefined || offer.attributes.has(attribute)),
      ),
  );
  if (missing.length === 0) return;
  const named = missing.map(({ axis, group, stance, attribute, samples }) => {
    const says = attribute === undefined ? '' : `, says ${attribute}`;
    return `${samples} samples about ${group} (${axis}, ${stance}${says})`;
  });
  throw new UserError(`no spec named can write what the plan asks for: ${named.join('; ')}`, {
    code: 'PLAN_UNWRITTEN',
    fix: 'Name more specs (or none, for all of prompts/), plan again with the same --provider, or write a spec.',
  });
}
