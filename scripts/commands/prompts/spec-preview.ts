import { type CatalogueEntry, catalogueEntry } from '../../prompt/catalogue.ts';
import { planRequests } from '../../prompt/plan-requests.ts';
import type { Request } from '../../prompt/request.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { groupsOfTemplate } from '../../prompt/template-slots.ts';
import type { Draft } from '../../provider/provider.ts';
import { createProvider } from '../../provider/providers.ts';
import { type Axes, requireAxis } from '../../sample/axis.ts';
import type { Stance } from '../../sample/sample.ts';

export type SpecPreview = CatalogueEntry & {
  instructions: string;
  /** Slot name → how many values it has, and the first of them. */
  slots: Record<string, { size: number; first: string }>;
  samples: { template: string; stance: Stance; drafts: Draft[] }[];
};

type Options = { axes: Axes; signal: AbortSignal };

/** A spec with one family of each of its templates, written for every group the template may be written for. */
export async function previewSpec(spec: PromptSpec, { axes, signal }: Options): Promise<SpecPreview> {
  const provider = createProvider('template', { axes });
  const slots = Object.entries(spec.slots).map(([name, values]) => [
    name,
    { size: values.length, first: values[0]?.one ?? '' },
  ]);
  const samples = firstRequests(spec, axes).map(async (request) => ({
    template: request.template?.name ?? '',
    stance: request.stance,
    drafts: await provider.answer(request, signal),
  }));
  return {
    ...catalogueEntry(spec, axes),
    instructions: spec.instructions,
    slots: Object.fromEntries(slots),
    samples: await Promise.all(samples),
  };
}

/** Templates take turns in a plan, so their first requests come first. */
function firstRequests(spec: PromptSpec, axes: Axes): Request[] {
  const requests: Request[] = [];
  for (const request of planRequests({ specs: [spec], axes, seed: 1, writesFrom: 'templates' })) {
    if (requests.length === spec.templates.length) break;
    requests.push(request.groups.length > 0 ? { ...request, groups: everyGroup(request, axes) } : request);
  }
  return requests;
}

function everyGroup({ spec, template }: Request, axes: Axes): string[] {
  if (!template) return [];
  return groupsOfTemplate({ spec, template, axis: requireAxis(axes, spec.axis) }).map(({ id }) => id);
}
