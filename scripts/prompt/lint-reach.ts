import type { Axis } from '../sample/axis.ts';
import type { Stance } from '../sample/sample.ts';
import type { PromptSpec, Template } from './spec.ts';
import type { SpecLint } from './spec-problem.ts';
import { groupsOfTemplate, namesGroup } from './template-slots.ts';
import { tagsOf } from './template-tags.ts';
import { textsOfTemplate } from './template-texts.ts';

/** How instructions that serve several stances tell which part is meant for one of them. */
const mentions: Record<Stance, RegExp> = {
  'counter-stereotype': /counter-?\s?stereotyp/iu,
  counterfactual: /counter-?factual/iu,
  neutral: /neutral/iu,
  'bias-aware': /bias-?\s?aware/iu,
};

/** Cells (stances, groups, attributes) that the spec promises and nothing in it can give. */
export function lintReach(spec: PromptSpec, axis: Axis): SpecLint[] {
  return [
    ...lintStances(spec),
    ...lintUncoveredGroups(spec, axis),
    ...lintFamilySize(spec),
    ...spec.templates.flatMap((template, index) => lintTemplateGroups({ template, index, spec, axis })),
    ...lintAttribute(spec, axis),
    ...lintWords(spec, axis),
  ];
}

function lintStances({ stances, templates, instructions }: PromptSpec): SpecLint[] {
  if (stances.length < 2) return [];
  return stances.flatMap((stance, index) => {
    if (templates.some((template) => template.stance === stance)) return [];
    if (mentions[stance].test(instructions)) return [];
    return [
      {
        keys: ['stances', index],
        message: `neither a template nor the instructions say how to write "${stance}"`,
        fix: `Add "For a ${stance} sample, …" to the instructions or a template, or remove the stance.`,
      },
    ];
  });
}

function lintUncoveredGroups(spec: PromptSpec, axis: Axis): SpecLint[] {
  const { templates, groups } = spec;
  if (templates.length === 0) return [];
  const covered = new Set(
    templates.flatMap((template) => groupsOfTemplate({ template, spec, axis }).map(({ id }) => id)),
  );
  const missing = (groups ?? axis.groups.map(({ id }) => id)).filter((id) => !covered.has(id));
  if (missing.length === 0) return [];
  return [
    {
      keys: groups ? ['groups'] : ['templates'],
      severity: 'warning',
      message: `no template is written for ${missing.join(', ')}`,
      fix: 'Write one for them too, or name the groups of the spec in "groups".',
    },
  ];
}

function lintFamilySize({ stances, versions, groups }: PromptSpec): SpecLint[] {
  if (!stances.includes('counterfactual')) return [];
  const only = versions === 1 ? 'versions' : groups?.length === 1 ? 'groups' : undefined;
  if (!only) return [];
  return [
    {
      keys: [only],
      message: 'a counterfactual family of one version has nothing to be compared with',
      fix: 'Cover two groups or more, or take "counterfactual" from "stances".',
    },
  ];
}

type OneTemplate = { template: Template; index: number; spec: PromptSpec; axis: Axis };

function lintTemplateGroups({ template, index, spec, axis }: OneTemplate): SpecLint[] {
  const { groups } = template;
  if (!groups) return [];
  const keys = ['templates', index, 'groups'];
  const outside = groups.filter((id) => spec.groups && !spec.groups.includes(id));
  if (outside.length > 0) {
    return [
      {
        keys,
        message: `the spec does not cover ${outside.join(', ')}`,
        fix: 'Add it to "groups" of the spec, or take it from the template.',
      },
    ];
  }
  if (groups.length < 2 || namesGroup({ template, spec, axis })) return [];
  return [
    {
      keys,
      message: `"${template.name}" names no group, so these groups are never written of`,
      fix: 'Name the group by a tag ({group}, {described …}), or remove "groups".',
    },
  ];
}

/** An attribute that no text holds is recorded of a group, so somebody must name one. */
function lintAttribute(spec: PromptSpec, axis: Axis): SpecLint[] {
  const { slots, templates } = spec;
  if (!Object.hasOwn(slots, 'attribute') || templates.length === 0) return [];
  const reaches = (template: Template) =>
    namesGroup({ template, spec, axis }) ||
    template.groups?.length === 1 ||
    textsOfTemplate(template.content)
      .flatMap(tagsOf)
      .some((tag) => tag.type === 'noun' && tag.name === 'attribute');
  if (templates.some(reaches)) return [];
  return [
    {
      keys: ['slots', 'attribute'],
      message: 'no template names a group, so the attribute is never recorded',
      fix: 'Name the group by a tag, or remove the slot.',
    },
  ];
}

/** What the checks measure rests on the words of the axis. */
function lintWords({ lang, groups }: PromptSpec, axis: Axis): SpecLint[] {
  const wordless = axis.groups.filter(({ id, words }) => (groups?.includes(id) ?? true) && !words[lang]);
  if (wordless.length === 0) return [];
  return [
    {
      keys: ['lang'],
      severity: 'warning',
      message: `the axis has no words in "${lang}" for ${wordless.map(({ id }) => id).join(', ')}`,
      fix: `Add words.${lang} to schemas/axes/${axis.axis}.json, so that the checks can measure these samples.`,
    },
  ];
}
