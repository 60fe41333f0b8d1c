import pc from 'picocolors';
import type { CatalogueEntry } from '../../prompt/catalogue.ts';
import { formatSpecProblem, type PlacedProblem } from '../../prompt/spec-problem.ts';
import { clip, inertTerminal } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import { textsOf } from '../../sample/text.ts';
import type { SpecPreview } from './spec-preview.ts';

type Look = { color: boolean; width: number };

/** Axis by axis: name, kind, what the templates give, stances and title. */
export function formatCatalogue(specs: CatalogueEntry[], { color, width }: Look): string {
  const { bold, dim } = pc.createColors(color);
  const axes = [...new Set(specs.map(({ axis }) => axis))];
  const nameWidth = Math.max(0, ...specs.map((spec) => nameOf(spec).length));
  const blocks = axes.map((axis) => {
    const own = specs.filter((spec) => spec.axis === axis);
    const rows = own.flatMap((spec) => formatEntry(spec, { nameWidth, dim, width }));
    return [bold(`${axis} (${own.length})`), ...rows].join('\n');
  });
  const offline = specs.filter((spec) => spec.offline).length;
  const total = `${sayCount(specs.length, 'prompt spec')}, ${offline} of them with templates for the offline provider`;
  const next = 'Look at one: npx evenhand prompts <axis>/<name>';
  return `${[...blocks, `${total}\n${dim(next)}`].join('\n\n')}\n`;
}

type Row = { nameWidth: number; dim: (text: string) => string; width: number };

function formatEntry(spec: CatalogueEntry, { nameWidth, dim, width }: Row): string[] {
  const { kind, lang, stances, title } = spec;
  const gives = spec.offline ? `${round(spec.families)} families offline` : 'for models only';
  const facts = `${kind.padEnd(10)}  ${lang.padEnd(5)}  ${gives.padEnd(23)}`;
  const text = inertTerminal(`${title} · ${stances.join(', ')}`);
  return [
    `  ${nameOf(spec).padEnd(nameWidth)}  ${facts}`.trimEnd(),
    `      ${dim(clip(text, Math.max(40, width - 6)))}`,
  ];
}

function nameOf({ path }: CatalogueEntry): string {
  return inertTerminal(path.replace(/^prompts\//, '').replace(/\.ya?ml$/, ''));
}

/** Beyond a million a count says no more than that there is no end. */
function round(count: number): string {
  return count < 1_000_000 ? count.toLocaleString('en') : 'over 1,000,000';
}

/** Everything a contributor wants to know of one spec. */
export function formatSpecPreview(preview: SpecPreview): string {
  const { path, title, axis, kind, lang, stances, groups, instructions, slots, families } = preview;
  const lines = [
    `${title}  (${path})`,
    `${axis} · ${kind} · ${lang} · ${stances.join(', ')}`,
    `groups: ${groups.join(', ')}`,
    '',
    'Instructions',
    ...instructions.split('\n').map((line) => `  ${line}`),
    '',
    'Slots',
    ...Object.entries(slots).map(([name, { size, first }]) => `  ${name} (${size}): ${first}, …`),
    '',
    preview.offline
      ? `${sayCount(preview.templates, 'template')}, ${round(families)} families`
      : 'No templates: only a model can write from this spec.',
    ...preview.samples.flatMap(formatFamily),
  ];
  return `${lines.map(inertTerminal).join('\n')}\n`;
}

function formatFamily({ template, stance, drafts }: SpecPreview['samples'][number]): string[] {
  const versions = drafts.flatMap(({ group, content }) => {
    const texts = textsOf(content).map(({ field, text }) => (field === 'text' ? text : `${field}: ${text}`));
    return [`    ${group ?? 'no group named'}`, ...texts.map((text) => `      ${text}`)];
  });
  return ['', `  ${template} (${stance})`, ...versions];
}

/** Problems in the form that editors can jump to; nothing where there are none. */
export function formatProblems(problems: PlacedProblem[]): string {
  return problems
    .map((problem) => `${problem.severity}: ${inertTerminal(formatSpecProblem(problem))}\n`)
    .join('');
}
