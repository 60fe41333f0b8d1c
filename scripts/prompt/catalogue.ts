import { type Axes, requireAxis } from '../sample/axis.ts';
import type { Kind, Stance } from '../sample/sample.ts';
import { countCombinations } from './plan-requests.ts';
import type { PromptSpec } from './spec.ts';

/** What a contributor picks a spec by. */
export type CatalogueEntry = {
  path: string;
  title: string;
  axis: string;
  kind: Kind;
  lang: string;
  stances: Stance[];
  /** Group ids that the spec covers. */
  groups: string[];
  templates: number;
  /** Families that the templates can give; 0 where only a model can write. */
  families: number;
  /** Whether the offline provider can write from it. */
  offline: boolean;
};

export function catalogueEntry(spec: PromptSpec, axes: Axes): CatalogueEntry {
  const { path, title, axis, kind, lang, stances, templates } = spec;
  const groups = spec.groups ?? requireAxis(axes, axis).groups.map(({ id }) => id);
  const families = templates.reduce((sum, template) => sum + countCombinations(template, spec, axes), 0);
  return {
    path,
    title,
    axis,
    kind,
    lang,
    stances,
    groups,
    templates: templates.length,
    families,
    offline: templates.length > 0,
  };
}
