import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { UserError } from '../../errors.ts';
import { type Repository, readRepository } from '../../publish/read-repository.ts';
import { planVersion } from '../../publish/release/plan-version.ts';
import { refuseDirtyTree, refuseTagElsewhere } from '../../publish/release/read-refusals.ts';
import { readDataFiles, readDifference, readPrevious, type Site } from '../../publish/release/read-source.ts';
import type { ReleasePlan } from '../../publish/release/release-plan.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { readBaseRules } from '../base-rules.ts';
import { benchmarksOf, readBaseContext } from '../check-context.ts';
import { again } from '../dataset.ts';
import type { Rules } from '../project.ts';
import { startBias } from '../start-bias.ts';
import { readTombstonesAt } from '../tombstones.ts';

/** The commit to release, with the rules that it brings. */
export async function openSite(
  ref: string,
  { cwd, env }: World,
): Promise<{ site: Site; repository: Repository; rules: Rules }> {
  const repository = await readRepository({ folder: cwd, env, base: ref }).catch((error: unknown) => {
    throw error instanceof UserError && error.code === 'UNKNOWN_BASE' ? unknownCommit(ref, error) : error;
  });
  if (ref === 'HEAD') await refuseDirtyTree(repository.git);
  return { site: { repository, env }, repository, rules: await readBaseRules(repository, env) };
}

function unknownCommit(ref: string, cause: UserError): UserError {
  return new UserError(`--commit ${ref}: there is no such commit here`, {
    code: 'UNKNOWN_COMMIT',
    fix: 'Name a commit, tag or branch that this clone has, or fetch first: git fetch',
    cause,
  });
}

/** @throws UserError where the dataset fails its checks, nothing changed, or the version is taken. */
export async function makePlan(site: Site, rules: Rules): Promise<ReleasePlan> {
  const { git, base } = site.repository;
  const { report, checks } = await checkAll(site, rules);
  refuseFailing(report);
  const previous = await readPrevious(site);
  const difference = await readDifference(site, previous?.commit, rules);
  const next = planVersion(previous?.version, difference);
  if (!next) {
    throw new UserError(`nothing has changed since ${previous?.version ?? 'the last release'}`, {
      code: 'NOTHING_TO_RELEASE',
      fix: 'Merge contributions first.',
      blame: 'answer',
    });
  }
  await refuseTagElsewhere(git, next.version, base.commit);
  const date = (
    await git(['-c', 'log.showSignature=false', 'show', '--no-patch', '--format=%ct', base.commit])
  ).trim();
  const day = new Date(Number(date) * 1000).toISOString().slice(0, 10);
  return {
    ...next,
    previous,
    source: { commit: base.commit, date: day },
    difference,
    report,
    checks,
  };
}

async function checkAll(site: Site, rules: Rules): Promise<Pick<ReleasePlan, 'report' | 'checks'>> {
  const { repository, env } = site;
  const context = await readBaseContext(repository, env, rules);
  const tombstones = await readTombstonesAt(repository, env, rules);
  const bias = startBias(rules, 'standing');
  const checks = await startChecks({ ...context, bias: bias.context, tombstones });

  const summary = emptySummary();
  const { findings, files } = await checkFiles({
    subjects: again(() => dataFiles(site)),
    checks,
    validateSample: rules.validateSample,
    validateRun: rules.validateRun,
    onSample: (sample) => addSample(summary, sample),
  });
  const benchmarks = benchmarksOf(context);
  const report = buildReport({
    summary,
    axes: rules.axes,
    findings,
    files,
    tool,
    benchmarks,
    bias: bias.report(),
  });
  return { report, checks: checks.map(({ name }) => name) };
}

/** All data with the archive's content, which a release holds too. */
async function* dataFiles(site: Site): AsyncGenerator<SourceFile> {
  for await (const { path, bytes } of readDataFiles(site)) {
    yield {
      path,
      async *chunks() {
        yield bytes;
      },
    };
  }
}

function refuseFailing({ ok, verdict, findings, samples }: Report): void {
  if (samples === 0) {
    throw new UserError('the commit holds no samples', {
      code: 'NO_DATA',
      fix: 'Merge a contribution first.',
      blame: 'answer',
    });
  }
  if (ok) return;
  const [first] = findings;
  const place = first ? ` The first: ${first.path}:${first.line}: ${first.message} (${first.code}).` : '';
  throw new UserError(`${verdict}${place}`, {
    code: 'CHECKS_FAILED',
    fix: 'Run "evenhand check" to see them all, and mend the dataset.',
    blame: 'answer',
  });
}
