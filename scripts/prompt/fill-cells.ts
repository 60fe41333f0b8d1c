import type { PlannedCell } from '../sample/planned-cell.ts';
import type { Stance } from '../sample/sample.ts';
import type { Request, Trait } from './request.ts';

type Values = Omit<Request, 'slot' | 'groups' | 'stance' | 'trait'>;

export type CellDraw = Omit<Request, 'slot'>;

/** What cells can be filled from: a template, or a spec in one stance for a model. */
export type CellSource = {
  stance: Stance;
  axis: string;
  /** The groups that it writes about. */
  pool: readonly string[];
  /** How many groups one family of it covers. */
  versions: number;
  draws: Generator<Values>;
  traitOf(attribute: string): Trait;
  /** Whether what is drawn says something of a trait, or can be told to. */
  says(drawn: Values, trait: Trait): boolean;
};

type Left = { cell: PlannedCell; samples: number };

/** Values looked at for one that says what a cell asks for, before another cell is tried. */
const mostTried = 200;

/** Sources, or lists of them, that take turns. */
export type Turns = { turn: number; among: readonly (Turns | CellSource)[] };

/** Begins a list whose members take turns. */
export function takingTurns(among: readonly (Turns | CellSource)[]): Turns {
  return { turn: 0, among };
}

/**
 * Requests that use the cells up. Sources take turns; each takes what lacks most, counterfactual families as many
 * groups at once as they can. Once all are used up they begin anew, for answers that were refused.
 */
export function* fillCells(sources: Turns, cells: readonly PlannedCell[]): Generator<CellDraw> {
  for (;;) {
    const left = cells.map((cell) => ({ cell, samples: cell.samples }));
    let drawn = 0;
    for (let draw = drawInTurn(sources, left); draw; draw = drawInTurn(sources, left)) {
      drawn += 1;
      yield draw;
    }
    // What no spec can write is left over: beginning anew would give too much of the rest.
    if (drawn === 0 || left.some(({ samples }) => samples > 0)) return;
  }
}

function drawInTurn(source: Turns | CellSource, left: Left[]): CellDraw | undefined {
  if (!('among' in source)) return drawFrom(source, left);
  const { among } = source;
  for (let step = 0; step < among.length; step++) {
    const draw = drawInTurn(among[source.turn++ % among.length] as Turns | CellSource, left);
    if (draw) return draw;
  }
  return undefined;
}

function drawFrom(source: CellSource, left: Left[]): CellDraw | undefined {
  const fitting = left
    .filter(
      ({ samples, cell }) => samples > 0 && cell.axis === source.axis && source.pool.includes(cell.group),
    )
    .sort((a, b) => b.samples - a.samples || compare(a.cell.group, b.cell.group));
  const own = fitting.filter(({ cell }) => cell.stance === source.stance);
  if (source.stance !== 'counterfactual') return drawSingle(source, own);
  if (own.length > 1) return drawFamily(source, own.slice(0, source.versions));
  // A version without others is no counterfactual.
  return drawSingle(source, [...own, ...fitting.filter(({ cell }) => cell.stance === 'neutral')]);
}

function drawFamily({ pool, stance, draws }: CellSource, taken: Left[]): CellDraw | undefined {
  const { done, value } = draws.next();
  if (done) return undefined;
  for (const each of taken) each.samples -= 1;
  const groups = taken.map(({ cell }) => cell.group);
  return { ...value, stance, groups: pool.filter((group) => groups.includes(group)) };
}

function drawSingle(source: CellSource, fitting: Left[]): CellDraw | undefined {
  for (const each of fitting) {
    const { attribute, group } = each.cell;
    const trait = attribute === undefined ? undefined : source.traitOf(attribute);
    const value = nextThatSays(source, trait);
    if (!value) continue;
    each.samples -= 1;
    const stance = source.stance === 'counterfactual' ? 'neutral' : source.stance;
    return { ...value, stance, groups: [group], ...(trait ? { trait } : {}) };
  }
  return undefined;
}

function nextThatSays({ draws, says }: CellSource, trait: Trait | undefined): Values | undefined {
  for (let tried = 0; tried < mostTried; tried++) {
    const { done, value } = draws.next();
    if (done) return undefined;
    if (!trait || says(value, trait)) return value;
  }
  return undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
