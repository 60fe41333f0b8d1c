/** The three shapes of a sample; content fields use TRL's column names. */
export const kinds = ['text', 'chat', 'preference'] as const;
export type Kind = (typeof kinds)[number];

/** What a sample does on its axis. */
export const stances = ['counter-stereotype', 'counterfactual', 'neutral', 'bias-aware'] as const;
export type Stance = (typeof stances)[number];

export type Message = { role: 'system' | 'user' | 'assistant'; content: string };

export type TextContent = { kind: 'text'; text: string };
export type ChatContent = { kind: 'chat'; messages: Message[] };
export type PreferenceContent = {
  kind: 'preference';
  prompt: Message[];
  chosen: Message[];
  rejected: Message[];
};
export type Content = TextContent | ChatContent | PreferenceContent;

/** What the sample says of whom. */
export type Association = { group: string; term: string; attribute: string };

/** Counterfactual versions of one another share `id` and differ in `variant` (a group). */
export type Family = { id: string; variant: string };

/** What a sample is about, apart from its content. */
export type Labels = {
  lang: string;
  axis: string;
  groups: string[];
  stance: Stance;
  association?: Association;
  family?: Family;
  /** `prompts/<axis>/<file>.yaml#<template>@<first 12 hex of the file's SHA-256>`; absent for authored samples. */
  spec?: string;
  run: string;
};

/** One line of the dataset (`schemas/sample.schema.json`). */
export type Sample = Content & Labels & { id: string };
