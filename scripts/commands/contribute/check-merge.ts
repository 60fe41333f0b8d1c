import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import type { SourceFile } from '../../check/source-file.ts';
import type { Contribution, ContributionFile } from '../../publish/contribution.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import { tool } from '../../tool.ts';
import { benchmarksOf, readCheckContext } from '../check-context.ts';
import { again, baseFiles } from '../dataset.ts';
import { readReleased } from '../released.ts';
import { startBias } from '../start-bias.ts';
import { readTombstonesAt } from '../tombstones.ts';
import type { Site } from './site.ts';

/** The checks over the new files, with the base's data beside them: what merging would give. */
export async function checkMerge(
  { files }: Contribution,
  record: RunRecord,
  { project, repository, world }: Site,
): Promise<Report> {
  const { axes, validateSample, validateRun } = project;
  const ours = new Set(files.map(({ path }) => path));
  const summary = emptySummary();
  const context = await readCheckContext(project);
  const isReleased = await readReleased(repository, world.env);
  const bias = startBias(project, 'merge', { isReleased });
  const result = await checkFiles({
    subjects: files.map(sourceOf),
    // Files that are merged already would be duplicates of themselves.
    references: again(() => without(ours, baseFiles(repository, world.env))),
    checks: await startChecks({
      ...context,
      bias: bias.context,
      tombstones: await readTombstonesAt(repository, world.env, project),
    }),
    validateSample,
    validateRun,
    onSample: (sample) => addSample(summary, sample),
    signal: world.signal,
  });
  return buildReport({
    summary,
    axes,
    ...result,
    tool,
    run: record,
    benchmarks: benchmarksOf(context),
    bias: bias.report(),
  });
}

function sourceOf({ path, content }: ContributionFile): SourceFile {
  return {
    path,
    async *chunks() {
      yield new TextEncoder().encode(content);
    },
  };
}

async function* without(paths: Set<string>, files: AsyncIterable<SourceFile>): AsyncGenerator<SourceFile> {
  for await (const file of files) if (!paths.has(file.path)) yield file;
}
