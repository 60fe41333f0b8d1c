import { lintAgreement, lintNeighbours } from './lint-neighbours.ts';
import { lintTag } from './lint-tag.ts';
import { createWordLint } from './lint-words.ts';
import { groupsOfTemplate, namesGroup, type TemplateContext } from './template-slots.ts';
import { parseTemplate, type TemplateProblem } from './template-tags.ts';

/** What would go wrong when this string of a template is filled in for every group. */
export function lintTemplate(text: string, context: TemplateContext): TemplateProblem[] {
  const { parts } = parseTemplate(text);
  return [...lintValue(text, context), ...lintAgreement(parts, context)];
}

/** The same for a slot's value that holds tags: the subject of its verbs may stand in the template. */
export function lintValue(text: string, context: TemplateContext): TemplateProblem[] {
  const { parts, problems } = parseTemplate(text);
  if (problems.length > 0) return problems;
  const tags = parts.flatMap((part) => ('tag' in part ? lintTag(part, context) : []));
  const words = varies(context) ? parts.flatMap(createWordLint(context)) : [];
  return [...tags, ...lintNeighbours(parts, context), ...words];
}

/** Whether the template's words must fit more than one group. */
function varies(context: TemplateContext): boolean {
  const isVaried = namesGroup(context) || context.template.stance === 'counterfactual';
  return isVaried && groupsOfTemplate(context).length > 1;
}
