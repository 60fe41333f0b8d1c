import type { Stance } from './sample.ts';

/** So many samples of one kind to generate next: about a group, in a stance, saying something of an attribute category. */
export type PlannedCell = {
  axis: string;
  group: string;
  stance: Stance;
  /** A category of `schemas/attributes.json` that the samples say of the group; absent where it does not matter. */
  attribute?: string;
  samples: number;
};

/** What the planned samples are to say of the groups, by category: its words by language. */
export type PlannedAttributes = Readonly<
  Record<string, { label: string; words: Readonly<Record<string, readonly string[]>> }>
>;

/** What the prompt library can write: samples about a group in a stance; `specs` are those that are made for it. */
export type CellOffer = {
  axis: string;
  group: string;
  stance: Stance;
  specs: number;
  /** The attribute categories that they can be made to say. */
  attributes: ReadonlySet<string>;
};
