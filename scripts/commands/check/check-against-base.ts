import { resolve } from 'node:path';
import type { TakenDown } from '../../check/bias/bias-check.ts';
import type { BiasReport } from '../../check/bias/bias-report.ts';
import type { SavedState } from '../../check/bias/format-state.ts';
import { readState } from '../../check/bias/read-state.ts';
import type { ChangedContent } from '../../check/change/change.ts';
import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import type { Finding } from '../../check/finding.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { UserError } from '../../errors.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { visible } from '../../report/inert.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import type { World } from '../../world.ts';
import { benchmarksOf, readBaseContext } from '../check-context.ts';
import { again } from '../dataset.ts';
import { objectsIn, openIndexAt } from '../duplicate-index.ts';
import type { Rules } from '../project.ts';
import { readReleased } from '../released.ts';
import { startBias } from '../start-bias.ts';
import { readTombstonesAt } from '../tombstones.ts';
import { type KnownIndex, type References, readReferences } from './base-references.ts';
import { baseData, sourceAt } from './change-contents.ts';
import { openLastRelease } from './last-release.ts';

/** What spares reading the base whole. */
export type Aids = {
  /** The file of a released bias state: its data files are not read for bias. */
  biasState?: string | undefined;
  /** The folder or address of an index: of the data files that it covers only those lines are read that may be alike. */
  index?: string | undefined;
  /**
   * The repository's page on GitHub, to do the same by the index and the bias state of the last release that the base
   * names; where that cannot be, the base is read whole.
   */
  page?: string | undefined;
};

/** Everything a judge of one pull request needs. */
export type Site = ReadChange & {
  rules: Rules;
  env: World['env'];
  only: string[] | undefined;
  aids: Aids;
  world: World;
};

/** What the checks bring of a change. */
export type Checked = {
  summary: ReturnType<typeof emptySummary>;
  findings: Finding[];
  files: number;
  benchmarks?: Report['benchmarks'] | undefined;
  bias?: BiasReport | undefined;
  /** Samples that a takedown removes. */
  removed?: number;
};

type New = { subjects: AsyncIterable<SourceFile>; runFiles: readonly ChangedContent[] };

/**
 * What enters the dataset is compared with the base: through an index where there is one, else with each of its lines.
 * Whether nobody else uses a rare word, only all of them can tell.
 */
export async function checkNew({ subjects, runFiles }: New, site: Site): Promise<Checked> {
  const { only } = site;
  const { saved, index } = await openKnown(site);
  const changed = new Set(site.change.files.map(({ path }) => path));
  const read = index && (await readThroughIndex({ subjects, runFiles, changed, known: index }, site, index));
  if (read) {
    const checked = await checkAgainstBase(site, { subjects, references: read.files, only, saved });
    if (!checked.findings.some(({ code }) => code === 'E_TRIGGER_NGRAM'))
      return { ...checked, findings: [...checked.findings, ...read.warnings] };
  }
  const references = again(() => baseData(site, changed));
  return checkAgainstBase(site, { subjects, references, only, saved });
}

/** Undefined where the last release's index cannot be read to the end. */
async function readThroughIndex(
  question: Parameters<typeof readReferences>[0],
  site: Site,
  { isSpare }: SpareIndex,
): Promise<References | undefined> {
  try {
    return await readReferences(question, site);
  } catch (error) {
    if (!isSpare || !(error instanceof UserError)) throw error;
    sayWhole(error.message, site.world);
    return undefined;
  }
}

function sayWhole(why: string, { stderr }: World): void {
  stderr.write(`${visible(why)}: the whole base is read instead\n`);
}

/** A spare index may fail: it is there to save time alone. */
type SpareIndex = KnownIndex & { isSpare: boolean };

type Known = { saved: SavedState | undefined; index: SpareIndex | undefined };

/** What spares reading the base: named by hand, else of the last release. */
export async function openKnown(site: Site): Promise<Known> {
  const { aids, world, rules } = site;
  const { biasState, index, page } = aids;
  const release = page === undefined ? undefined : await openLastRelease({ ...site, page }, world);
  if (release && 'unusable' in release) {
    sayWhole(release.unusable, world);
  } else if (release) {
    const { saved, index, cut } = release;
    return { saved, index: { index, paths: saved.paths, cut, isSpare: true } };
  }
  const open = index === undefined ? undefined : await openIndexAt(index, world);
  return {
    saved: biasState ? await readState(resolve(world.cwd, biasState), rules.axes) : undefined,
    index: open && { index: open, paths: new Set((await objectsIn(open)).keys()), isSpare: false },
  };
}

type Pass = {
  subjects: AsyncIterable<SourceFile>;
  references: Iterable<SourceFile> | AsyncIterable<SourceFile>;
  only: string[] | undefined;
  /** Of these files of the base the bias is known. */
  saved?: SavedState | undefined;
  takedown?: TakenDown | undefined;
};

/** The checks over some files, with others beside them, by the base's rules. */
export async function checkAgainstBase(
  site: Site,
  { subjects, references, only, saved, takedown }: Pass,
): Promise<Checked> {
  const { validateSample, validateRun } = site.rules;
  const summary = emptySummary();
  const context = await readBaseContext(sourceAt(site, site.change.base), site.env, site.rules);
  const isReleased = saved ? undefined : await readReleased(sourceAt(site, site.change.base), site.env);
  const bias = startBias(site.rules, takedown ? 'takedown' : 'merge', { saved, isReleased, takedown });
  const tombstones = await readTombstonesAt(sourceAt(site, site.change.base), site.env, site.rules);
  const { findings, files } = await checkFiles({
    subjects,
    references,
    checks: await startChecks({ ...context, isOneHand: true, bias: bias.context, tombstones }, only),
    validateSample,
    validateRun,
    onSample: (sample) => addSample(summary, sample),
    signal: site.world.signal,
  });
  const heldAgainst = only === undefined || only.includes('contamination');
  const benchmarks = heldAgainst ? benchmarksOf(context) : undefined;
  return { summary, findings, files, benchmarks, bias: bias.report() };
}
