import { join, resolve } from 'node:path';
import { checkFiles } from '../check/check-files.ts';
import { startChecks } from '../check/checks.ts';
import { writeIndex } from '../check/index/write-index.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { readBlobs } from '../publish/read-objects.ts';
import { readRepository } from '../publish/read-repository.ts';
import { formatChangelog } from '../publish/release/format-changelog.ts';
import { planVersion } from '../publish/release/plan-version.ts';
import { refuseDirtyTree, refuseTagElsewhere } from '../publish/release/read-refusals.ts';
import { readDifference, readPrevious, readSampleFiles, type Site } from '../publish/release/read-source.ts';
import type { ReleasePlan } from '../publish/release/release-plan.ts';
import { writeRelease } from '../publish/release/write-release.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import { addSample, emptySummary } from '../report/summarise.ts';
import { sayCount } from '../report/wording.ts';
import { buildLexicon } from '../sample/lexicon.ts';
import { createSigner } from '../sample/minhash/create-signer.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import { readBaseRules } from './base-rules.ts';
import { benchmarksOf, readBaseContext } from './check-context.ts';
import type { AddCommand } from './command.ts';
import { again, baseFiles } from './dataset.ts';
import type { Rules } from './project.ts';
import { readTombstonesAt } from './tombstones.ts';

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
  const manifest = await writeRelease({
    plan: await makePlan(site, rules),
    site,
    out: folder,
    tool,
    addAssets: (target) => addIndex(target, site, rules),
  });
  world.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, out, ...manifest }, null, 2)}\n`
      : `${manifest.version} stands in ${out}: ${sayCount(manifest.samples, 'sample')} in ${sayCount(manifest.files.length, 'file')}.\n`,
  );
  return 0;
}

/** The commit to release, with the rules that it brings. */
async function openSite(ref: string, { cwd, env }: World): Promise<{ site: Site; rules: Rules }> {
  const repository = await readRepository({ folder: cwd, env, base: ref });
  if (ref === 'HEAD') await refuseDirtyTree(repository.git);
  const site = { repository, env };
  return { site, rules: await readBaseRules(repository, env) };
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
  const date = (await git(['show', '--no-patch', '--format=%ct', base.commit])).trim();
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
  const checks = startChecks({ ...context, tombstones });
  const summary = emptySummary();
  const { findings, files } = await checkFiles({
    subjects: again(() => baseFiles(repository, env)),
    checks,
    validateSample: rules.validateSample,
    validateRun: rules.validateRun,
    onSample: (sample) => addSample(summary, sample),
  });
  const benchmarks = benchmarksOf(context);
  const report = buildReport({ summary, axes: rules.axes, findings, files, tool, benchmarks });
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

/** The near-duplicate index of the commit's files, so that a check needs the index alone. */
async function addIndex(folder: string, site: Site, rules: Rules): Promise<void> {
  const files = (await readSampleFiles(site)).map(({ path, id }) => blobFile(site, path, id));
  await writeIndex({
    folder: join(folder, 'index'),
    files,
    lexicon: buildLexicon(rules.axes),
    signer: createSigner(),
    validateSample: rules.validateSample,
  });
}

function blobFile({ repository, env }: Site, path: string, id: string): SourceFile {
  return {
    path,
    async *chunks() {
      for await (const { bytes } of readBlobs({ top: repository.top, env, ids: [id] })) yield bytes;
    },
  };
}
