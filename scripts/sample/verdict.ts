/** How much of a fault a judge sees in a sample. */
export const verdictLevels = ['none', 'slight', 'clear'] as const;
export type VerdictLevel = (typeof verdictLevels)[number];

/**
 * What a judge can call a sample's stance. One sample does not show whether it is a version of others, so that
 * "counterfactual" is none of them; "stereotypical" is what no label admits to.
 */
export const judgedStances = ['counter-stereotype', 'neutral', 'bias-aware', 'stereotypical'] as const;
export type JudgedStance = (typeof judgedStances)[number];

/** What a judge says of one sample, whose labels it does not see. */
export type Verdict = {
  /** The words that weigh most, as the judge quotes them; empty where nothing weighs. */
  evidence: string;
  stereotype: VerdictLevel;
  harm: VerdictLevel;
  stance: JudgedStance;
};

/** What a moderation service says of one sample. */
export type ModerationScores = {
  flagged: boolean;
  /** The categories that it is flagged for. */
  categories: string[];
  /** Category → score, 0..1; what a score means is the vendor's. */
  scores: Record<string, number>;
};
