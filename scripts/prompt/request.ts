import type { Stance } from '../sample/sample.ts';
import type { PromptSpec, SlotValue, Template } from './spec.ts';

/** An attribute category in the words of the spec's language. */
export type Trait = { label: string; words: readonly string[] };

/** One call's worth of a prompt spec: the versions of one family, or a single sample. */
export type Request = {
  /** The request's place in the plan, from 0. */
  slot: number;
  spec: PromptSpec;
  /** The template to write from; undefined when a model writes from the instructions. */
  template: Template | undefined;
  stance: Stance;
  /** The groups to write a version for; empty where the text names no group. */
  groups: string[];
  /** Slot name → the value drawn for this request. */
  values: Record<string, SlotValue>;
  /** What a planned cell asks to be said of the group; absent where nothing is asked for. */
  trait?: Trait;
};
