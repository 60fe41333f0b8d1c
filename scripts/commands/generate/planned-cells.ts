import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { PlannedCell } from '../../prompt/planned-groups.ts';
import type { Axes } from '../../sample/axis.ts';
import { requireJson } from '../../sample/json/require-json.ts';

const advice = { code: 'BAD_PLAN', fix: 'Make it again: npx evenhand plan --out <file>' };

/**
 * The cells of a file that `evenhand plan` wrote.
 * @throws UserError naming the cell that is not one, or whose group the axes do not know.
 */
export async function readPlannedCells(path: string, axes: Axes): Promise<PlannedCell[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, { ...advice, cause });
  });
  const { cells } = (requireJson(path, bytes, advice) ?? {}) as { cells?: unknown };
  if (!Array.isArray(cells) || cells.length === 0)
    throw new UserError(`${path} asks for nothing: it has no "cells"`, advice);
  return cells.map((cell: Partial<PlannedCell> | null, at) => {
    const { axis = '', group = '', samples = 0 } = cell ?? {};
    const isKnown = axes.get(axis)?.groups.some(({ id }) => id === group);
    if (isKnown && Number.isSafeInteger(samples) && samples > 0) return { axis, group, samples };
    throw new UserError(
      `${path} cells.${at}: expected a known axis and group and a number of samples, found ${JSON.stringify(cell)}`,
      advice,
    );
  });
}
