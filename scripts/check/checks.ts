import { UserError } from '../errors.ts';
import type { Axes } from '../sample/axis.ts';
import { buildLexicon } from '../sample/lexicon.ts';
import { createSigner } from '../sample/minhash/create-signer.ts';
import { suggest } from '../sample/nearest-name.ts';
import { type BiasContext, biasCheck } from './bias/bias-check.ts';
import { type RunningCheck, startCheck } from './check.ts';
import type { BenchmarkHashes } from './contamination/benchmark-hashes.ts';
import { contaminationCheck } from './contamination/contamination-check.ts';
import { lexiconDigest } from './contamination/lexicon-digest.ts';
import { duplicatesCheck } from './duplicates/duplicates-check.ts';
import { familiesCheck } from './families-check.ts';
import { identityCheck } from './identity-check.ts';
import { jsonCheck } from './json-check.ts';
import { safetyCheck } from './safety/safety-check.ts';
import type { SpecWords } from './safety/spec-words.ts';
import { schemaCheck } from './schema-check.ts';
import type { OpenShelf } from './shelf.ts';

/** What checks need beside the samples. */
export type CheckContext = {
  axes: Axes;
  /** What the bias check reads with; without it bias is not checked. */
  bias?: BiasContext;
  /** Ids of samples that were removed for good. */
  tombstones?: ReadonlySet<string>;
  /** What they make up is no poison. */
  specWords?: SpecWords;
  /** Whether one account brought all that is judged, as a pull request's author did. */
  isOneHand?: boolean;
  /** The benchmarks that samples must keep out of. */
  benchmarks?: readonly BenchmarkHashes[];
  /** Where what is kept of samples goes once there is much of it; without it all stays in memory. */
  openShelf?: OpenShelf | undefined;
};

/** The table of checks, in the order they are named. A new check is a new file and one line here. */
const checks = {
  json: () => startCheck(jsonCheck),
  schema: () => startCheck(schemaCheck),
  identity: ({ axes, tombstones }) => startCheck(identityCheck(axes, tombstones)),
  families: ({ openShelf }) => startCheck(familiesCheck(openShelf)),
  safety: (context) => startCheck(safetyCheck(context)),
  contamination: ({ axes, benchmarks = [] }) =>
    startCheck(
      contaminationCheck({ benchmarks, lexicon: buildLexicon(axes), lexiconDigest: lexiconDigest(axes) }),
    ),
  duplicates: ({ axes, openShelf }) =>
    startCheck(duplicatesCheck(buildLexicon(axes), createSigner(), openShelf)),
  bias: ({ bias }) => (bias ? startCheck(biasCheck(bias)) : undefined),
} satisfies Record<string, (context: CheckContext) => RunningCheck | undefined>;

export const checkNames = Object.keys(checks);

/** Starts the named checks, or all of them. */
export function startChecks(context: CheckContext, only: readonly string[] = checkNames): RunningCheck[] {
  return only.flatMap((name) => {
    if (!isCheckName(name)) {
      throw new UserError(`"${name}" is not a check`, {
        code: 'UNKNOWN_CHECK',
        fix: `Use one or more of ${checkNames.join(', ')}.${suggest(name, checkNames)}`,
      });
    }
    return checks[name](context) ?? [];
  });
}

function isCheckName(name: string): name is keyof typeof checks {
  return Object.hasOwn(checks, name);
}
