import type { Document, LineCounter } from 'yaml';
import type { Axes } from '../sample/axis.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { Kind, Stance } from '../sample/sample.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { lintSpec } from './lint-spec.ts';
import { openDocument } from './place-lints.ts';
import type { PromptSpec, SlotValue, Template, TemplateMessage } from './spec.ts';
import type { SpecProblem } from './spec-problem.ts';

export type ParsedSpec =
  | { ok: true; spec: PromptSpec; warnings: SpecProblem[] }
  | { ok: false; problems: SpecProblem[] };

/** The YAML as the schema (`schemas/prompt.schema.json`) admits it. */
type SpecFile = Pick<
  PromptSpec,
  'title' | 'axis' | 'kind' | 'lang' | 'stances' | 'instructions' | 'groups' | 'versions'
> & {
  slots?: Record<string, (string | SlotValue)[]>;
  examples?: string[];
  templates?: TemplateFile[];
};

type TemplateFile = {
  name: string;
  stance?: Stance;
  groups?: string[];
  text?: string;
  messages?: TemplateMessage[];
  prompt?: TemplateMessage[];
  chosen?: TemplateMessage[];
  rejected?: TemplateMessage[];
};

type Context = { axes: Axes; validate: Validator };

/** Reads a prompt spec from YAML; collects every problem with its place instead of stopping at the first. */
export function parseSpec(path: string, source: string, { axes, validate }: Context): ParsedSpec {
  const { document, lines, place } = openDocument(source);
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((error) => yamlProblem(error, lines)) };
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const broken = validate(value);
  if (broken.length > 0) {
    const problems = broken.map(({ pointer, message, fix }) => place({ keys: pointer, message, fix }));
    return { ok: false, problems };
  }
  const spec = toSpec(path, source, value as SpecFile);
  const problems = lintSpec(spec, axes).map(place);
  const isBroken = problems.some(({ severity }) => severity === 'error');
  return isBroken ? { ok: false, problems } : { ok: true, spec, warnings: problems };
}

function toSpec(path: string, source: string, file: SpecFile): PromptSpec {
  const { title, axis, kind, lang, stances, instructions, groups, versions } = file;
  const slots = Object.entries(file.slots ?? {}).map(([name, values]) => [name, values.map(toSlotValue)]);
  return {
    path,
    name: path.replace(/^.*\//, '').replace(/\.ya?ml$/, ''),
    sha256: sha256Hex(source),
    title,
    axis,
    kind,
    lang,
    stances,
    instructions: instructions.trim(),
    ...(groups ? { groups } : {}),
    ...(versions ? { versions } : {}),
    slots: Object.fromEntries(slots),
    examples: file.examples ?? [],
    templates: (file.templates ?? []).map((template) => toTemplate(template, kind, stances)),
  };
}

function toSlotValue(value: string | SlotValue): SlotValue {
  return typeof value === 'string' ? { one: value } : value;
}

function toTemplate(file: TemplateFile, kind: Kind, stances: Stance[]): Template {
  const { text = '', messages = [], prompt = [], chosen = [], rejected = [] } = file;
  const contents = {
    text: { kind: 'text', text },
    chat: { kind: 'chat', messages },
    preference: { kind: 'preference', prompt, chosen, rejected },
  } satisfies Record<Kind, Template['content']>;
  return {
    name: file.name,
    stance: file.stance ?? stances[0] ?? 'neutral',
    content: contents[kind],
    ...(file.groups ? { groups: file.groups } : {}),
  };
}

function yamlProblem(error: Document.Parsed['errors'][number], lines: LineCounter): SpecProblem {
  const { line, col } = lines.linePos(error.pos[0]);
  const isTab = error.code === 'TAB_AS_INDENT';
  return {
    severity: 'error',
    line,
    column: col,
    key: '',
    message: isTab ? 'a tab stands where YAML wants spaces' : `not YAML: ${error.message}`,
    fix: isTab ? 'Indent with spaces.' : 'Correct the YAML at this place.',
  };
}
