import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { foldBias, standingBias } from '../check/bias/bias-check.ts';
import { mergeStates } from '../check/bias/bias-state.ts';
import { formatState, type SavedState } from '../check/bias/format-state.ts';
import { readState } from '../check/bias/read-state.ts';
import { entriesOf } from '../check/check-files.ts';
import { readFolder } from '../check/read-folder.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { buildReport } from '../report/build-report.ts';
import { formatCounts } from '../report/format-terminal.ts';
import type { Report } from '../report/report.ts';
import { addSample, emptySummary } from '../report/summarise.ts';
import { sayCount } from '../report/wording.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { sayUsd } from '../sample/usd.ts';
import { wantsColor, widthOf } from '../terminal.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { readRunFile } from './dataset.ts';
import { namedOrData } from './named-data.ts';
import { openProject } from './project.ts';

/** What the dataset's runs cost together. */
type Totals = { runs: number; providers: Record<string, number>; costMicroUsd: number; wattHours: number };

type Options = { biasState?: string; saveState?: string; json?: boolean };

export const addStats: AddCommand = (program, world, exit) => {
  program
    .command('stats')
    .description('count the dataset: axes, groups, kinds, languages, stances, cost')
    .argument('[path]', 'a folder (default: data/)')
    .option('--bias-state <file>', 'a saved bias state: bias is not measured anew in the files that it is of')
    .option('--save-state <file>', 'save the bias state, for check --bias-state and plan')
    .option('--json', 'print one JSON object on stdout')
    .action(async (path: string | undefined, options: Options) => exit(await stats(path, options, world)));
};

async function stats(path: string | undefined, options: Options, world: World): Promise<number> {
  const { biasState, saveState, json } = options;
  const project = await openProject(world.cwd);
  const { root, axes, validateSample, reader, thresholds } = project;
  const files = await readFolder(namedOrData(path === undefined ? [] : [path], project, world), root);
  const saved = biasState ? await readState(resolve(world.cwd, biasState), axes) : undefined;
  const summary = emptySummary();
  const fold = foldBias(reader);
  let others = 0;
  for await (const entry of entriesOf(files, 'reference', validateSample)) {
    if (!saved?.paths.has(entry.path)) fold.add(entry);
    if (entry.sample) addSample(summary, entry.sample);
    else others += 1;
  }
  const state = fold.finish();
  if (saved) mergeStates(state, saved.state);
  const dataFiles = files.map(({ path: name }) => name).filter((name) => name.endsWith('.jsonl'));
  refuseGone(saved, new Set(dataFiles), biasState);
  if (saveState)
    await writeFile(resolve(world.cwd, saveState), formatState({ state, paths: new Set(dataFiles) }));
  const bias = standingBias(state, { reader, thresholds });
  const report = buildReport({ summary, axes, findings: [], files: dataFiles.length, tool, bias });
  const totals = await totalsOf(files);
  if (others > 0)
    world.stderr.write(
      `Not counted: ${sayCount(others, 'line')} without a sample of this dataset; "evenhand check" says why.\n`,
    );
  world.stdout.write(json ? formatStatsJson(report, totals) : formatStats(report, totals, world));
  return 0;
}

/** @throws UserError where the state is of files that are not counted here: it cannot be taken apart again. */
function refuseGone(
  saved: SavedState | undefined,
  present: ReadonlySet<string>,
  name: string | undefined,
): void {
  const gone = [...(saved?.paths ?? [])].filter((path) => !present.has(path));
  if (gone.length === 0) return;
  throw new UserError(
    `${name} is of ${sayCount(gone.length, 'file')} that ${gone.length === 1 ? 'is' : 'are'} not here, such as ${gone[0]}`,
    { code: 'STALE_STATE', fix: 'Save it again: npx evenhand stats --save-state <file>' },
  );
}

async function totalsOf(files: SourceFile[]): Promise<Totals> {
  const totals: Totals = { runs: 0, providers: {}, costMicroUsd: 0, wattHours: 0 };
  const seen = new Set<string>();
  for (const file of files) {
    if (parseDataPath(file.path)?.kind !== 'run') continue;
    const { run = '', provider = 'unknown', costMicroUsd = 0, energy } = await readRunFile(file);
    // A run that spans axes has a run file on each of them.
    if (seen.has(run)) continue;
    seen.add(run);
    totals.runs += 1;
    totals.providers[provider] = (totals.providers[provider] ?? 0) + 1;
    totals.costMicroUsd += costMicroUsd;
    totals.wattHours += energy?.wattHours ?? 0;
  }
  return totals;
}

function formatStatsJson(
  { samples, families, files, kinds, langs, stances, axes, bias }: Report,
  totals: Totals,
): string {
  return `${JSON.stringify({ samples, families, files, kinds, langs, stances, axes, ...totals, bias }, null, 2)}\n`;
}

function formatStats(
  report: Report,
  { runs, providers, costMicroUsd, wattHours }: Totals,
  { stdout, env }: World,
): string {
  const names = Object.entries(providers).map(([name, number]) => `${name} ${number}`);
  return formatCounts(report, { color: wantsColor(stdout, env), width: widthOf(stdout) }, [
    { name: 'Runs', value: `${runs}${names.length > 0 ? ` (${names.join(', ')})` : ''}` },
    { name: 'Cost', value: `${sayUsd(costMicroUsd)}, about ${wattHours.toFixed(1)} Wh` },
  ]);
}
