/** What a gate, a warning or an estimate asks for. */
export type Thresholds = {
  /** Counts up with every change of a value below. */
  version: number;
  /** Families below which a number is not given at all. */
  leastFamilies: { shares: number; gaps: number; associations: number };
  balance: {
    /**
     * A merge gates where it moves the dataset further than this from its target, in total variation: by itself, or
     * together with all that came since the last release.
     */
    worsening: number;
    /** A contribution of at least `families` gates where its own distance is larger than `own`. */
    own: number;
    families: number;
  };
  association: {
    /** Benjamini–Hochberg's false discovery rate over all tests of a report. */
    falseDiscovery: number;
    /** |log-odds| from which a link counts: ln 2, the odds doubled. */
    size: number;
    /** Families that must hold the word or category. */
    count: number;
    /** A merge gates where it makes |log-odds| larger by this. */
    growth: number;
  };
  /** A gap in mean valence, 0..2, from which a reviewer is told. */
  valence: { gap: number };
  /** The share of words by which versions may differ beyond identity terms. */
  parity: { edits: number };
};

/**
 * The defaults, each with its reason; the curves they rest on are rerun with `bench/bias/validate.ts` and stand
 * in `bench/README.md`. The dataset's owner overrides them in `evenhand.json` of the base branch; a pull
 * request cannot, since its own copy is never read when it is judged.
 */
export const defaultThresholds: Thresholds = {
  version: 1,
  leastFamilies: {
    // With 30 families the 95 % interval of a share of one half is still ± .18: below it a number misleads.
    shares: 30,
    // Valence has a standard deviation near .4 over families: at 100 the interval of a mean is ± .08.
    gaps: 100,
    // At 200 a doubled odds of a word in one family of ten has a standard error of about .35.
    associations: 200,
  },
  balance: {
    // One family in fifty out of place: what a maintainer can still mend with one small run.
    worsening: 0.02,
    // Three groups at 53/23/23 instead of thirds; a fair draw of 100 families over 3 groups stays under .13.
    own: 0.2,
    families: 100,
  },
  association: {
    falseDiscovery: 0.05,
    size: Math.LN2,
    // Below ten the normal approximation of log-odds fails (Monroe et al., 2008, discuss the same).
    count: 10,
    growth: 0.2,
  },
  valence: { gap: 0.1 },
  parity: { edits: 0.2 },
};

/** The defaults with an owner's values in place of some: one level of names, then values. */
export function overrideThresholds(overrides: ThresholdOverrides): Thresholds {
  const { leastFamilies, balance, association, valence, parity } = defaultThresholds;
  return {
    version: defaultThresholds.version,
    leastFamilies: { ...leastFamilies, ...overrides.leastFamilies },
    balance: { ...balance, ...overrides.balance },
    association: { ...association, ...overrides.association },
    valence: { ...valence, ...overrides.valence },
    parity: { ...parity, ...overrides.parity },
  };
}

export type ThresholdOverrides = {
  [Name in Exclude<keyof Thresholds, 'version'>]?: Partial<Thresholds[Name]> | undefined;
};
