import { type Axes, type Axis, requireAxis } from '../sample/axis.ts';
import type { PlannedAttributes, PlannedCell } from '../sample/planned-cell.ts';
import { randomAt, seedOf, shuffle } from '../sample/random.ts';
import { combinationAt, sizeOf, splitSlots, spreadCombinationAt } from './combinations.ts';
import { greatestCommonDivisor } from './divisors.ts';
import { type CellSource, fillCells, takingTurns } from './fill-cells.ts';
import type { Request } from './request.ts';
import { rotateGroups } from './rotate-groups.ts';
import type { PromptSpec, Template } from './spec.ts';
import { groupsOfTemplate, namesGroup, slotsOfTemplate, type TemplateContext } from './template-slots.ts';
import { saysTrait, traitOf } from './traits.ts';

type Options = {
  specs: PromptSpec[];
  axes: Axes;
  seed: number;
  writesFrom: 'templates' | 'instructions';
  /** What `evenhand plan` asks for; groups take turns where there is none. */
  cells?: readonly PlannedCell[] | undefined;
  /** The attribute categories that cells name. */
  attributes?: PlannedAttributes | undefined;
};

type Draw = Omit<Request, 'slot'>;

/**
 * Every request that the specs can give, each once, in an order that follows from the seed: axes take turns, so
 * that an axis with many specs gets no more than another, within an axis its specs, and within a spec its templates
 * (or, for a model, its stances).
 */
export function* planRequests({ specs, cells, ...how }: Options): Generator<Request> {
  const { axes, seed, writesFrom } = how;
  const sorted = specs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const names = [...new Set(sorted.map(({ axis }) => axis))];
  const byAxis = names.map((name) => sorted.filter(({ axis }) => axis === name));
  const draws = cells
    ? fillCells(
        takingTurns(byAxis.map((own) => takingTurns(own.map((spec) => takingTurns(cellSources(spec, how)))))),
        cells,
      )
    : takeTurns(
        byAxis.map((own) => takeTurns(own.map((spec) => takeTurns(sourcesOf(spec, axes, seed, writesFrom))))),
      );
  let slot = 0;
  for (const draw of draws) yield { slot: slot++, ...draw };
}

/** How many requests a template can give: the combinations of the slots it uses. */
export function countCombinations(template: Template, spec: PromptSpec, axes: Axes): number {
  return sizeOf(slotsOfTemplate({ template, spec, axis: requireAxis(axes, spec.axis) }).combined);
}

function sourcesOf(
  spec: PromptSpec,
  axes: Axes,
  seed: number,
  writesFrom: Options['writesFrom'],
): Generator<Draw>[] {
  const axis = requireAxis(axes, spec.axis);
  const seedFor = (name: string) => seedOf(`${seed}\n${spec.path}\n${name}`);
  if (writesFrom === 'templates') {
    const rotate = sharedRotation(seedFor('groups'));
    return spec.templates.map((template) =>
      drawTemplate({ spec, axis, template }, { rotate, seed: seedFor(template.name) }),
    );
  }
  return spec.stances.map((stance) => {
    const instructions = { spec, axis, stance, seed: seedFor(stance) };
    return stance === 'counterfactual' ? drawFamilies(instructions) : drawSingles(instructions);
  });
}

/** What a spec can fill cells from: its templates, or for a model its stances. */
function cellSources(
  spec: PromptSpec,
  { axes, seed, writesFrom, attributes = {} }: Omit<Options, 'specs' | 'cells'>,
): CellSource[] {
  const axis = requireAxis(axes, spec.axis);
  const seedFor = (name: string) => seedOf(`${seed}\n${spec.path}\n${name}`);
  const trait = {
    traitOf: (id: string) => traitOf(attributes, id, spec.lang),
    says: saysTrait,
  };
  if (writesFrom === 'instructions') {
    const pool = poolOf(spec, axis);
    return spec.stances.map((stance) => {
      const draws = drawValues(spec, seedFor(stance));
      return { axis: spec.axis, stance, pool, versions: spec.versions ?? pool.length, draws, ...trait };
    });
  }
  return spec.templates.flatMap((template): CellSource[] => {
    const context = { spec, axis, template };
    if (!namesGroup(context)) return [];
    const pool = groupsOfTemplate(context).map(({ id }) => id);
    const draws = spreadValues(context, seedFor(template.name));
    return [
      {
        axis: spec.axis,
        stance: template.stance,
        pool,
        versions: spec.versions ?? pool.length,
        draws,
        ...trait,
      },
    ];
  });
}

type Drawn = Pick<Request, 'spec' | 'template' | 'values'>;

function* drawValues(spec: PromptSpec, seed: number): Generator<Drawn> {
  const slots = splitSlots(Object.entries(spec.slots));
  for (let turn = 0; turn < sizeOf(slots.combined); turn++)
    yield { spec, template: undefined, values: combinationAt(turn, slots, seed) };
}

function* spreadValues(context: TemplateContext, seed: number): Generator<Drawn> {
  const { spec, template } = context;
  const slots = slotsOfTemplate(context);
  const size = sizeOf(slots.combined);
  for (let turn = 0; turn < size; turn++)
    yield { spec, template, values: spreadCombinationAt(turn, slots, seed) };
}

type Rotate = (pool: string[], size: number) => string[];

/** The templates of a spec that have the same groups take turns on one circle, so that shares are even over the spec. */
function sharedRotation(seed: number): Rotate {
  const turns = new Map<string, number>();
  return (pool, size) => {
    const key = pool.join();
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return rotateGroups(pool, { size, turn, seed });
  };
}

function* drawTemplate(
  context: TemplateContext,
  { rotate, seed }: { rotate: Rotate; seed: number },
): Generator<Draw> {
  const { spec, template } = context;
  const isOfGroups = namesGroup(context) || template.groups?.length === 1;
  const pool = isOfGroups ? groupsOfTemplate(context).map(({ id }) => id) : [];
  for (const drawn of spreadValues(context, seed))
    yield { ...drawn, stance: template.stance, groups: rotate(pool, spec.versions ?? pool.length) };
}

type Instructions = { spec: PromptSpec; axis: Axis; stance: Request['stance']; seed: number };

/** A model writes all versions of a counterfactual family at once. */
function* drawFamilies({ spec, axis, stance, seed }: Instructions): Generator<Draw> {
  const pool = poolOf(spec, axis);
  const slots = splitSlots(Object.entries(spec.slots));
  const size = sizeOf(slots.combined);
  for (let turn = 0; turn < size; turn++) {
    const groups = rotateGroups(pool, { size: spec.versions ?? pool.length, turn, seed });
    yield { spec, template: undefined, stance, groups, values: combinationAt(turn, slots, seed) };
  }
}

/**
 * For other stances a model writes of one group at a time: groups take turns while the combinations are run
 * through, as often as there are groups and shifted each time, until each combination has met each group.
 */
function* drawSingles({ spec, axis, stance, seed }: Instructions): Generator<Draw> {
  const circle = shuffle(poolOf(spec, axis), randomAt(0, seed));
  const slots = splitSlots(Object.entries(spec.slots));
  const size = sizeOf(slots.combined);
  const shared = greatestCommonDivisor(size, circle.length);
  for (let pass = 0; pass < circle.length; pass++) {
    // Where size and number of groups share a factor, turns alone would pair the same ones again.
    const shift = Math.floor((pass * shared) / circle.length);
    for (let index = 0; index < size; index++) {
      const group = circle[(pass * size + index + shift) % circle.length] as string;
      yield { spec, template: undefined, stance, groups: [group], values: combinationAt(index, slots, seed) };
    }
  }
}

function poolOf(spec: PromptSpec, axis: Axis): string[] {
  return spec.groups ?? axis.groups.map(({ id }) => id);
}

/** One from each in turn; what is used up drops out. */
function* takeTurns<Item>(sources: Generator<Item>[]): Generator<Item> {
  let open = sources;
  while (open.length > 0) {
    const still: Generator<Item>[] = [];
    for (const source of open) {
      const { done, value } = source.next();
      if (done) continue;
      yield value;
      still.push(source);
    }
    open = still;
  }
}
