import { type Axes, requireAxis } from '../sample/axis.ts';
import type { CellOffer, PlannedAttributes } from '../sample/planned-cell.ts';
import type { Stance } from '../sample/sample.ts';
import type { PromptSpec, Template } from './spec.ts';
import { groupsOfTemplate, namesGroup } from './template-slots.ts';
import { canSayTrait, traitOf } from './traits.ts';

type Library = {
  specs: readonly PromptSpec[];
  axes: Axes;
  writesFrom: 'templates' | 'instructions';
  attributes: PlannedAttributes;
};

/** What is planned can only be what can be written: the groups, stances and attributes that the specs reach. */
export function cellOffers({ specs, axes, writesFrom, attributes }: Library): CellOffer[] {
  const offers = new Map<string, CellOffer & { attributes: Set<string>; paths: Set<string> }>();
  for (const spec of specs) {
    for (const { stance, pool, template, isAside = false } of writersOf(spec, axes, writesFrom)) {
      const ids = Object.keys(attributes).filter((id) =>
        canSayTrait({ template, spec }, traitOf(attributes, id, spec.lang)),
      );
      for (const group of pool) add({ axis: spec.axis, group, stance }, ids, isAside ? undefined : spec.path);
    }
  }
  return [...offers.values()].map(({ paths, ...offer }) => ({ ...offer, specs: paths.size }));

  function add(cell: Cell, ids: readonly string[], path: string | undefined): void {
    const key = `${cell.axis}|${cell.group}|${cell.stance}`;
    const offer = offers.get(key) ?? { ...cell, specs: 0, attributes: new Set(), paths: new Set() };
    offers.set(key, offer);
    if (path !== undefined) offer.paths.add(path);
    for (const id of ids) offer.attributes.add(id);
  }
}

type Cell = Pick<CellOffer, 'axis' | 'group' | 'stance'>;

/** `isAside`: it can be written, and is not what the spec is for. */
type Writer = { stance: Stance; pool: readonly string[]; template: Template | undefined; isAside?: true };

/** A counterfactual spec writes of one group alone too, and then the sample is neutral. */
function writersOf(spec: PromptSpec, axes: Axes, writesFrom: Library['writesFrom']): Writer[] {
  const axis = requireAxis(axes, spec.axis);
  const writers =
    writesFrom === 'templates'
      ? spec.templates
          .map((template) => ({ template, spec, axis }))
          .filter(namesGroup)
          .map((context): Writer => {
            const pool = groupsOfTemplate(context).map(({ id }) => id);
            return { stance: context.template.stance, pool, template: context.template };
          })
      : spec.stances.map((stance): Writer => {
          const pool = spec.groups ?? axis.groups.map(({ id }) => id);
          return { stance, pool, template: undefined };
        });
  return writers.flatMap((writer): Writer[] =>
    writer.stance === 'counterfactual' ? [writer, { ...writer, stance: 'neutral', isAside: true }] : [writer],
  );
}
