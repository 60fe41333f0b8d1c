import { resolve } from 'node:path';
import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import { UserError } from '../../errors.ts';
import { readRepository } from '../../publish/read-repository.ts';
import { formatChangelog } from '../../publish/release/format-changelog.ts';
import { planVersion } from '../../publish/release/plan-version.ts';
import { refuseDirtyTree, refuseTagElsewhere } from '../../publish/release/read-refusals.ts';
import { readDifference, readPrevious, type Site } from '../../publish/release/read-source.ts';
import type { ReleasePlan } from '../../publish/release/release-plan.ts';
import { writeRelease } from '../../publish/release/write-release.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import { sayCount } from '../../report/wording.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { readBaseRules } from '../base-rules.ts';
import { benchmarksOf, readBaseContext } from '../check-context.ts';
import type { AddCommand } from '../command.ts';
import { again, baseFiles } from '../dataset.ts';
import type { Rules } from '../project.ts';
import { startBias } from '../start-bias.ts';
import { readTombstonesAt } from '../tombstones.ts';
import { writeAssets } from './release-assets.ts';

type PlanOptions = { commit: string; json?: boolean };
type BuildOptions = PlanOptions & { out: string };

export const addRelease: AddCommand = (program, world, exit) => {
  const release = program
    .command('release')
    .description('the next version of the dataset: plan it, build its files');
  release
    .command('plan')
    .description('the next version and its changelog; writes nothing')
    .option('--commit <ref>', 'the commit to release', 'HEAD')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: PlanOptions) => exit(await plan(options, world)));
  release
    .command('build')
    .description('write the Parquet and JSONL files, the dataset card and the manifest')
    .requiredOption('--out <dir>', 'a folder that does not exist yet')
    .option('--commit <ref>', 'the commit to release', 'HEAD')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: BuildOptions) => exit(await build(options, world)));
};

async function plan({ commit, json }: PlanOptions, world: World): Promise<number> {
  const { site, rules } = await openSite(commit, world);
  sayStep('Checking the dataset …', world);
  const planned = await makePlan(site, rules);
  const { report, ...rest } = planned;
  world.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, ...rest, samples: report.samples, verdict: report.verdict }, null, 2)}\n`
      : `${formatChangelog(planned)}\n${report.verdict}\nNext: evenhand release build --out <dir>\n`,
  );
  return 0;
}

async function build({ commit, out, json }: BuildOptions, world: World): Promise<number> {
  const { site, rules } = await openSite(commit, world);
  const folder = resolve(world.cwd, out);
  sayStep('Checking the dataset …', world);
  const planned = await makePlan(site, rules);
  sayStep(`Writing ${planned.version} …`, world);
  const manifest = await writeRelease({
    plan: planned,
    site,
    out: folder,
    tool,
    addAssets: (target) => writeAssets({ folder: target, site, rules, report: planned.report }),
  });
  world.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, out, ...manifest }, null, 2)}\n`
      : `${manifest.version} stands in ${out}: ${sayCount(manifest.samples, 'sample')} in ${sayCount(manifest.files.length, 'file')}.\n`,
  );
  return 0;
}

/** A million samples take minutes: somebody who waits is told for what. */
function sayStep(step: string, { stderr }: World): void {
  if (stderr.isTTY) stderr.write(`${step}\n`);
}

/** The commit to release, with the rules that it brings. */
async function openSite(ref: string, { cwd, env }: World): Promise<{ site: Site; rules: Rules }> {
  const repository = await readRepository({ folder: cwd, env, base: ref }).catch((error: unknown) => {
    throw error instanceof UserError && error.code === 'UNKNOWN_BASE' ? unknownCommit(ref, error) : error;
  });
  if (ref === 'HEAD') await refuseDirtyTree(repository.git);
  const site = { repository, env };
  return { site, rules: await readBaseRules(repository, env) };
}

function unknownCommit(ref: string, cause: UserError): UserError {
  return new UserError(`--commit ${ref}: there is no such commit here`, {
    code: 'UNKNOWN_COMMIT',
    fix: 'Name a commit, tag or branch that this clone has, or fetch first: git fetch',
    cause,
  });
}

/** @throws UserError where the dataset fails its checks, nothing changed, or the version is taken. */
async function makePlan(site: Site, rules: Rules): Promise<ReleasePlan> {
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

async function checkAll(
  { repository, env }: Site,
  rules: Rules,
): Promise<Pick<ReleasePlan, 'report' | 'checks'>> {
  const context = await readBaseContext(repository, env, rules);
  const tombstones = await readTombstonesAt(repository, env, rules);
  const bias = startBias(rules, 'standing');
  const checks = startChecks({ ...context, bias: bias.context, tombstones });

  const summary = emptySummary();
  const { findings, files } = await checkFiles({
    subjects: again(() => baseFiles(repository, env)),
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
