export const labels = ['stereotype', 'anti-stereotype', 'unrelated'] as const;
export type Label = (typeof labels)[number];

export const splits = ['intrasentence', 'intersentence'] as const;
export type Split = (typeof splits)[number];

export const domains = ['gender', 'profession', 'race', 'religion'] as const;
export type Domain = (typeof domains)[number];

export type Sentence = { id: string; text: string };

/** One StereoSet item: a context and its three continuations (intersentence) or fillings (intrasentence). */
export type Cluster = {
  id: string;
  split: Split;
  domain: Domain;
  /** The term that the item is about ("schoolgirl"), case-sensitive as in the data. */
  target: string;
  context: string;
  sentences: Record<Label, Sentence>;
};
