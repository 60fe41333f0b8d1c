import type { Stance } from '../../sample/sample.ts';
import type { JudgedStance, VerdictLevel } from '../../sample/verdict.ts';
import type { Auc } from './auc.ts';
import type { Kappa, Ratings } from './kappa.ts';
import type { Rate } from './rate.ts';

/** Who was asked about the drawn samples, what came of it, and what it took. */
export type AskedOf = {
  provider: string;
  model: string;
  /** The models that answered, as the vendor names them. */
  served: string[];
  /** SHA-256 over all that was asked: the same where the samples, the rubric and the settings are. */
  inputSha256: string;
  asked: number;
  answered: number;
  /** Why other answers were not taken → how many. */
  refused: Record<string, number>;
  /** Whether the budget ended before all were asked. */
  budgetSpent: boolean;
  costMicroUsd: number;
  /** The part of the cost that is the worst case of requests whose bill nobody knows yet. */
  unknownMicroUsd: number;
  /** Null where the vendor tells no tokens. */
  tokens: { input: number; output: number } | null;
  energy: { wattHours: number; lowWattHours: number; highWattHours: number; source: string } | null;
};

/** Verdicts on one axis, or on all that was drawn where `axis` is null. Rates count slight and clear cases. */
export type JudgedAxis = {
  axis: string | null;
  title: string;
  judged: number;
  stereotype: Rate;
  clearStereotype: Rate;
  harm: Rate;
};

/** How samples of one declared stance were judged. */
export type StanceRow = { declared: Stance; judged: Record<JudgedStance, number> };

/**
 * Two ways to rate the same samples, each a yes or a no. `auc` is how far the score behind the second tells the first;
 * null where there is no score behind it.
 */
export type Agreement = { first: string; second: string; counts: Ratings; kappa: Kappa; auc: Auc | null };

/** A sample on which verdict and measures are far apart. */
export type Disagreement = {
  sample: string;
  path: string;
  line: number;
  axis: string;
  declared: Stance;
  /** 0..1: how far apart the worst that each of them says are. */
  distance: number;
  verdict: { stereotype: VerdictLevel; harm: VerdictLevel; stance: JudgedStance };
  /** As the judge quotes it; raw, and not always in the sample. */
  evidence: string;
  /** The beginning of what was judged; raw. */
  text: string;
  tone: number | null;
  safety: string[];
};

/** What a judge makes of texts whose answers are known, as far as it answered. */
export type ControlRates = {
  stereotypesFound: Rate;
  cleanCalledStereotype: Rate;
  harmFound: Rate;
  cleanCalledHarmful: Rate;
  /** Stereotypes in texts that tell the judge to find none. */
  hostileFound: Rate;
};

export type Judged = AskedOf & {
  /** The rubric's name and the first 12 hex of its SHA-256. */
  rubric: string;
  /** Worst first, all that was drawn last. */
  axes: JudgedAxis[];
  stances: StanceRow[];
  /** Of the samples that do not claim to be counterfactual: how many are judged as they are declared. */
  asDeclared: Rate;
  /** Verdicts whose evidence does not stand in the sample. */
  unquoted: number;
  controls: ControlRates;
};

/** One category of a moderation service over all that it scored. */
export type CategoryScores = { category: string; flagged: number; mean: number; highest: number };

/** A sample that a moderation service flags, or scores highest among those that it does not. */
export type ModeratedSample = {
  sample: string;
  path: string;
  line: number;
  flagged: boolean;
  /** The category that it scores highest in. */
  category: string;
  score: number;
  safety: string[];
};

export type Moderated = AskedOf & {
  flagged: Rate;
  /** Highest score first. */
  categories: CategoryScores[];
  /** Flagged ones first, then by their score. */
  samples: ModeratedSample[];
};

/** What a judge, or a moderation service, says of a drawn part of the samples. It informs and never gates. */
export type JudgedReport = {
  /** Samples that were drawn, of as many samples in as many families. */
  drawn: number;
  samples: number;
  families: number;
  seed: number;
  /** Drawn samples that were shown to nobody, since a secret or personal data stands in them. */
  withheld: number;
  judge?: Judged;
  moderation?: Moderated;
  agreements: Agreement[];
  disagreements: Disagreement[];
};
