import type { Kind, Stance } from '../sample/sample.ts';

/** A slot's value; `many` is its plural where the rule of the language does not give it. */
export type SlotValue = { one: string; many?: string };

/** What the offline provider writes from: the content fields of the spec's kind, with tags. */
export type TemplateContent =
  | { kind: 'text'; text: string }
  | { kind: 'chat'; messages: TemplateMessage[] }
  | { kind: 'preference'; prompt: TemplateMessage[]; chosen: TemplateMessage[]; rejected: TemplateMessage[] };

export type TemplateMessage = { role: 'system' | 'user' | 'assistant'; content: string };

export type Template = {
  name: string;
  stance: Stance;
  content: TemplateContent;
  /** Groups this template is written for; undefined means the spec's. */
  groups?: string[];
};

/** A prompt spec: what to generate (`schemas/prompt.schema.json`). One spec serves models and templates. */
export type PromptSpec = {
  /** Path from the repository's root with forward slashes: `prompts/gender/site-visit.yaml`. */
  path: string;
  /** The file's name without extension: `site-visit`. */
  name: string;
  /** SHA-256 of the file's bytes, hex. */
  sha256: string;
  title: string;
  axis: string;
  kind: Kind;
  lang: string;
  stances: Stance[];
  /** What a model is told to write. */
  instructions: string;
  /** Groups the spec covers; undefined means all of the axis. */
  groups?: string[];
  /** How many groups one counterfactual family covers; undefined means all of them. */
  versions?: number;
  slots: Record<string, SlotValue[]>;
  examples: string[];
  templates: Template[];
};
