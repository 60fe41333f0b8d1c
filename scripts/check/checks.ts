import { UserError } from '../errors.ts';
import type { Axes } from '../sample/axis.ts';
import { buildLexicon } from '../sample/lexicon.ts';
import { createSigner } from '../sample/minhash/create-signer.ts';
import { suggest } from '../sample/nearest-name.ts';
import type { BiasContext } from './bias/bias-check.ts';
import { type RunningCheck, startCheck } from './check.ts';
import type { BenchmarkHashes } from './contamination/benchmark-hashes.ts';
import { lexiconDigest } from './contamination/lexicon-digest.ts';
import type { SpecWords } from './safety/spec-words.ts';
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

/**
 * The table of checks, in the order they are named, each loaded when somebody asks for it: what the check safety brings
 * along takes more memory than all else. A new check is a new file and one line here.
 */
const checks = {
  json: async () => startCheck((await import('./json-check.ts')).jsonCheck),
  schema: async () => startCheck((await import('./schema-check.ts')).schemaCheck),
  identity: async ({ axes, tombstones }) =>
    startCheck((await import('./identity-check.ts')).identityCheck(axes, tombstones)),
  families: async ({ openShelf }) =>
    startCheck((await import('./families-check.ts')).familiesCheck(openShelf)),
  safety: async (context) => startCheck((await import('./safety/safety-check.ts')).safetyCheck(context)),
  contamination: async ({ axes, benchmarks = [] }) => {
    const { contaminationCheck } = await import('./contamination/contamination-check.ts');
    const lexicon = buildLexicon(axes);
    return startCheck(contaminationCheck({ benchmarks, lexicon, lexiconDigest: lexiconDigest(axes) }));
  },
  duplicates: async ({ axes, openShelf }) => {
    const { duplicatesCheck } = await import('./duplicates/duplicates-check.ts');
    return startCheck(duplicatesCheck(buildLexicon(axes), createSigner(), openShelf));
  },
  bias: async ({ bias }) => bias && startCheck((await import('./bias/bias-check.ts')).biasCheck(bias)),
} satisfies Record<string, (context: CheckContext) => Promise<RunningCheck | undefined>>;

export const checkNames = Object.keys(checks);

/**
 * Starts the named checks, or all of them.
 * @throws UserError where a name is none of a check
 */
export async function startChecks(
  context: CheckContext,
  only: readonly string[] = checkNames,
): Promise<RunningCheck[]> {
  const started = await Promise.all(only.map((name) => checks[requireName(name)](context)));
  return started.filter((check) => check !== undefined);
}

function requireName(name: string): keyof typeof checks {
  if (isCheckName(name)) return name;
  throw new UserError(`"${name}" is not a check`, {
    code: 'UNKNOWN_CHECK',
    fix: `Use one or more of ${checkNames.join(', ')}.${suggest(name, checkNames)}`,
  });
}

function isCheckName(name: string): name is keyof typeof checks {
  return Object.hasOwn(checks, name);
}
