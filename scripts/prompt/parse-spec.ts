import { type Document, isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { Axes } from '../sample/axis.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { Kind, Stance } from '../sample/sample.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { lintSpec } from './lint-spec.ts';
import type { PromptSpec, SlotValue, Template, TemplateMessage } from './spec.ts';

/** What is wrong with a prompt spec, and where: line and column count from 1, `key` is the path of keys. */
export type SpecProblem = { line: number; column: number; key: string; message: string; fix: string };

/**
 * A problem inside a parsed spec: the keys down to the value, and, where only a part of it is meant, that
 * part and what stands before it in the value.
 */
export type SpecLint = {
  keys: (string | number)[];
  excerpt?: string;
  before?: string;
  message: string;
  fix: string;
};

export type ParsedSpec = { ok: true; spec: PromptSpec } | { ok: false; problems: SpecProblem[] };

/** The YAML as the schema (`schemas/prompt.schema.json`) admits it. */
type SpecFile = {
  title: string;
  axis: string;
  kind: Kind;
  lang: string;
  stances: Stance[];
  instructions: string;
  groups?: string[];
  versions?: number;
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
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = placer(source, document, lines);
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
  const lints = lintSpec(spec, axes);
  return lints.length > 0 ? { ok: false, problems: lints.map(place) } : { ok: true, spec };
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

type Placer = (lint: SpecLint) => SpecProblem;

/** Finds a problem's place: the value at its keys, or the nearest parent that exists. */
function placer(source: string, document: Document.Parsed, lines: LineCounter): Placer {
  return ({ keys, excerpt, before = '', message, fix }) => {
    const [start, end] = rangeOf(document, keys);
    const inside = excerpt ? indexOfNth(source.slice(start, end), excerpt, before.split(excerpt).length) : -1;
    const { line, col } = lines.linePos(inside >= 0 ? start + inside : start);
    return { line, column: col, key: keys.join('.'), message, fix };
  };
}

/** YAML may escape or fold a value, so its parts are found by counting, not by their place in the value. */
function indexOfNth(text: string, part: string, nth: number): number {
  let index = -1;
  for (let count = 0; count < nth; count++) {
    index = text.indexOf(part, index + 1);
    if (index < 0) return -1;
  }
  return index;
}

function rangeOf(document: Document.Parsed, keys: (string | number)[]): [number, number] {
  for (let depth = keys.length; depth > 0; depth--) {
    const path = keys.slice(0, depth).map(toIndex);
    const node: unknown = document.getIn(path, true);
    if (isNode(node) && node.range) return [node.range[0], node.range[1]];
  }
  const whole = (document.contents as ParsedNode | null)?.range;
  return whole ? [whole[0], whole[1]] : [0, 0];
}

/** Schema pointers name list items by digits; the document wants numbers. */
function toIndex(key: string | number): string | number {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
}

function yamlProblem(error: Document.Parsed['errors'][number], lines: LineCounter): SpecProblem {
  const { line, col } = lines.linePos(error.pos[0]);
  const isTab = error.code === 'TAB_AS_INDENT';
  return {
    line,
    column: col,
    key: '',
    message: isTab ? 'a tab stands where YAML wants spaces' : `not YAML: ${error.message}`,
    fix: isTab ? 'Indent with spaces.' : 'Correct the YAML at this place.',
  };
}
