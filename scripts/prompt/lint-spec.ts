import type { Axes, Axis } from '../sample/axis.ts';
import { lintInstructions } from './lint-instructions.ts';
import { lintReach } from './lint-reach.ts';
import { lintSlots } from './lint-slots.ts';
import { lintTemplate } from './lint-template.ts';
import type { PromptSpec, Template } from './spec.ts';
import type { SpecLint } from './spec-problem.ts';
import { groupsOfTemplate, namesGroup, type TemplateContext } from './template-slots.ts';
import { fieldsOfTemplate } from './template-texts.ts';

/** What the schema cannot see: names that must exist, folders that must fit, templates that must work. */
export function lintSpec(spec: PromptSpec, axes: Axes): SpecLint[] {
  const axis = axes.get(spec.axis);
  if (!axis) {
    const known = [...axes.keys()].join(', ');
    return [{ keys: ['axis'], message: `"${spec.axis}" is not an axis`, fix: `Use one of ${known}.` }];
  }
  return [
    ...lintPath(spec),
    ...lintGroups(spec.groups ?? [], ['groups'], axis),
    ...lintVersions(spec, axis),
    ...lintSlots(spec, axis),
    ...lintNames(spec),
    ...lintInstructions(spec, axis),
    ...lintReach(spec, axis),
    ...spec.templates.flatMap((template, index) => lintOneTemplate(template, index, spec, axis)),
  ];
}

function lintPath({ path, axis }: PromptSpec): SpecLint[] {
  if (!path.startsWith('prompts/') || path.split('/')[1] === axis) return [];
  return [
    {
      keys: ['axis'],
      message: `the spec is on the axis ${axis}, but stands in ${path}`,
      fix: `Move it to prompts/${axis}/.`,
    },
  ];
}

function lintGroups(groups: string[], keys: (string | number)[], axis: Axis): SpecLint[] {
  const known = axis.groups.map(({ id }) => id);
  return groups
    .map((group, index) => ({ group, index }))
    .filter(({ group }) => !known.includes(group))
    .map(({ group, index }) => ({
      keys: [...keys, index],
      message: `"${group}" is not a group of the axis ${axis.axis}`,
      fix: `Use one of ${known.join(', ')}.`,
    }));
}

function lintVersions({ versions = 0, groups }: PromptSpec, axis: Axis): SpecLint[] {
  const most = groups?.length ?? axis.groups.length;
  if (versions <= most) return [];
  return [
    {
      keys: ['versions'],
      message: `${versions} versions want more groups than the ${most} there are`,
      fix: `Use at most ${most}.`,
    },
  ];
}

function lintNames({ templates }: PromptSpec): SpecLint[] {
  const names = templates.map(({ name }) => name);
  return names
    .map((name, index) => ({ name, index }))
    .filter(({ name, index }) => names.indexOf(name) !== index)
    .map(({ name, index }) => ({
      keys: ['templates', index, 'name'],
      message: `another template is called "${name}" too`,
      fix: 'Give each template a name of its own: samples name their template.',
    }));
}

function lintOneTemplate(template: Template, index: number, spec: PromptSpec, axis: Axis): SpecLint[] {
  const at = ['templates', index];
  const lints = lintGroups(template.groups ?? [], [...at, 'groups'], axis);
  if (!spec.stances.includes(template.stance)) {
    lints.push({
      keys: [...at, 'stance'],
      message: `the stance "${template.stance}" is not among the spec's stances`,
      fix: `Use one of ${spec.stances.join(', ')}, or add it to "stances".`,
    });
  }
  lints.push(...lintVariation({ template, spec, axis }, at));
  const texts = fieldsOfTemplate(template.content).flatMap(({ keys, text }) =>
    lintTemplate(text, { template, spec, axis }).map(({ offset, length, message, fix }) => ({
      keys: [...at, ...keys],
      excerpt: text.slice(offset, offset + length),
      before: text.slice(0, offset),
      message,
      fix,
    })),
  );
  return [...lints, ...texts];
}

/** A counterfactual family needs two versions that differ. */
function lintVariation(context: TemplateContext, keys: (string | number)[]): SpecLint[] {
  const { template } = context;
  if (template.stance !== 'counterfactual') return [];
  if (!namesGroup(context)) {
    return [
      {
        keys,
        message: `the counterfactual template "${template.name}" would be the same for every group`,
        fix: 'Name the group by a tag: {group}, {described …}, or a pronoun where the axis decides it.',
      },
    ];
  }
  if (groupsOfTemplate(context).length > 1) return [];
  return [
    {
      keys,
      message: `the counterfactual template "${template.name}" is written for one group alone`,
      fix: 'Name two groups or more in "groups", or give it another stance.',
    },
  ];
}
