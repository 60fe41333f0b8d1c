import { join, relative } from 'node:path';
import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import { readFolder } from '../../check/read-folder.ts';
import { joinSpecWords, type SpecWords } from '../../check/safety/spec-words.ts';
import { buildReport } from '../../report/build-report.ts';
import { formatTerminal } from '../../report/format-terminal.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import { readableRenderings, writeReport } from '../../report/write-report.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import { wantsColor, widthOf } from '../../terminal.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { benchmarksOf, readCheckContext, readSpecWordsAt } from '../check-context.ts';
import { type Dataset, readRepositoryOf } from '../dataset.ts';
import type { Project } from '../project.ts';
import { startBias } from '../start-bias.ts';

/** What a run could not give; `fails` where that makes the answer a no (exit 1). */
export type Shortfall = { message: string; fails: boolean };

type Finish = {
  folder: string;
  record: RunRecord;
  shortfall: Shortfall | undefined;
  dataset: Dataset;
  project: Project;
  world: World;
  json: boolean;
};

/** Ends a run: checks its samples against the dataset, writes the report, says what to do next. */
export async function finishRun(finish: Finish): Promise<number> {
  const { folder, world, json, shortfall } = finish;
  const report = await reportOnRun(finish);
  const paths = await writeReport(folder, report, readableRenderings);
  if (json)
    world.stdout.write(
      `${JSON.stringify({ ...report, ok: report.ok && !shortfall?.fails, folder, shortfall: shortfall?.message ?? null }, null, 2)}\n`,
    );
  else {
    const color = wantsColor(world.stdout, world.env);
    const notes = [...(shortfall ? [shortfall.message] : []), `Report: ${relative(world.cwd, paths.html)}`];
    world.stdout.write(formatTerminal(report, { color, width: widthOf(world.stdout), notes }));
  }
  return report.ok && !shortfall?.fails ? 0 : 1;
}

async function reportOnRun({ folder, record, dataset, project, world }: Finish): Promise<Report> {
  const { axes, validateSample, validateRun } = project;
  const summary = emptySummary();
  const context = await readCheckContext(project);
  const specWords = joinSpecWords(context.specWords ?? noSpecs, await specWordsThen(dataset, project, world));
  const bias = startBias(project, 'merge');
  const { findings, files } = await checkFiles({
    subjects: await readFolder([join(folder, 'samples.jsonl')], world.cwd),
    references: dataset.files(),
    checks: await startChecks({ ...context, specWords, bias: bias.context }),
    validateSample,
    validateRun,
    onSample: (sample) => addSample(summary, sample),
    signal: world.signal,
  });
  const next = findings.some(({ severity }) => severity === 'error')
    ? []
    : [nextCommand({ folder, record, world })];
  return buildReport({
    summary,
    axes,
    findings,
    files,
    tool,
    run: record,
    benchmarks: benchmarksOf(context),
    bias: bias.report(),
    next,
  });
}

const noSpecs: SpecWords = new Map();

/** A run that is made again may come of specs that have been mended or given up since. */
async function specWordsThen({ commit }: Dataset, { root }: Project, { env }: World): Promise<SpecWords> {
  const repository = commit ? await readRepositoryOf(root, env, commit) : undefined;
  return repository ? readSpecWordsAt(repository, env) : noSpecs;
}

function nextCommand({ folder, record, world }: Pick<Finish, 'folder' | 'record' | 'world'>): string {
  const isDefault = relative(world.cwd, folder) === join('runs', record.run);
  return `npx evenhand contribute ${isDefault ? record.run : relative(world.cwd, folder)}`;
}
