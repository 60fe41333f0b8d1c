import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { foldBias, standingBias } from '../check/bias/bias-check.ts';
import type { Entry } from '../check/check.ts';
import { entriesOf } from '../check/check-files.ts';
import { readFolder } from '../check/read-folder.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { parseRemoteUrl } from '../publish/remote-url.ts';
import { sayCount } from '../report/wording.ts';
import { compareText } from '../sample/order.ts';
import type { RunFile } from '../sample/run-file.ts';
import type { Sample } from '../sample/sample.ts';
import { type AxisPages, pageName } from '../site/axis-pages.ts';
import { type AxisCounts, countFamily, groupFamilies, type ShownFamily } from '../site/families.ts';
import { familiesPerPage, formatAxisPage } from '../site/format-axis-page.ts';
import { formatStartPage } from '../site/format-start-page.ts';
import { sumRuns } from '../site/runs.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { readRepositoryOf, readRunFile } from './dataset.ts';
import { namedOrData, requireSampleFiles } from './named-data.ts';
import { openProject, type Project } from './project.ts';

type Options = { out: string; repository?: string; json?: boolean };

export const addExplore: AddCommand = (program, world, exit) => {
  program
    .command('explore')
    .description(
      'write the dataset as pages to read in a browser: by axis, families side by side, what they cost',
    )
    .argument('[path...]', 'files or folders (default: data/)')
    .requiredOption('--out <dir>', 'where the pages go: a new folder, or one of earlier pages')
    .option('--repository <address>', "of the repository's page, for links (default: that of the clone)")
    .option('--json', 'print one JSON object on stdout')
    .action(async (paths: string[], options: Options) => exit(await explore(paths, options, world)));
};

async function explore(paths: string[], options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const { root, axes, reader, thresholds } = project;
  const named = namedOrData(paths, project, world);
  const files = await readFolder(named, root);
  requireSampleFiles(files, named, project);
  const repository = await repositoryPage(options.repository, project, world);
  const counts = new Map<string, AxisCounts>();
  const fold = foldBias(reader);
  const measure = (entry: Entry) => fold.add(entry);
  for await (const family of familiesOf(files, project, measure)) countFamily(counts, family);
  const bias = standingBias(fold.finish(), { reader, thresholds });
  const pages = pagesOf(counts, project);
  const runs = sumRuns(await runFilesOf(files));
  // Whatever is wrong with the data has been said by now: earlier pages go only where new ones come.
  const out = resolve(world.cwd, options.out);
  await emptyFolder(out);
  await writeAxes({ out, files, project, pages, world });
  if (world.signal.aborted) {
    world.stderr.write('Interrupted: the pages are not all there. The same command writes them anew.\n');
    return interruptedCode;
  }
  await writeFile(
    join(out, 'index.html'),
    formatStartPage({ pages, counts, bias, axes, runs, repository, tool }),
  );

  const written = 1 + pages.reduce((sum, axis) => sum + axis.pages, 0);
  if (options.json) world.stdout.write(`${JSON.stringify({ ok: true, out, pages: written }, null, 2)}\n`);
  else
    world.stdout.write(
      `${sayCount(written, 'page')} in ${options.out}. Open ${join(options.out, 'index.html')}\n`,
    );
  return 0;
}

const interruptedCode = 130;

/** Axes in the order of their titles; one that the dataset does not know goes by its id. */
function pagesOf(counts: ReadonlyMap<string, AxisCounts>, { axes }: Project): AxisPages[] {
  return [...counts]
    .map(([id, { families }]) => ({
      id,
      title: axes.get(id)?.title ?? id,
      pages: Math.ceil(families / familiesPerPage),
    }))
    .sort((a, b) => compareText(a.title, b.title));
}

/** The families of every file, one file in memory at a time: a family stands in one. */
async function* familiesOf(
  files: SourceFile[],
  { validateSample }: Project,
  onEntry: (entry: Entry) => void = () => undefined,
): AsyncGenerator<ShownFamily> {
  for (const file of files) {
    const samples: Sample[] = [];
    for await (const entry of entriesOf([file], 'reference', validateSample)) {
      onEntry(entry);
      if (entry.sample) samples.push(entry.sample);
    }
    yield* groupFamilies(samples);
  }
}

async function runFilesOf(files: SourceFile[]): Promise<Partial<RunFile>[]> {
  // A run that is no contribution yet has its record beside its samples.
  const runFiles = files.filter(({ path }) => /(?:^|[/.])run\.json$/.test(path));
  return Promise.all(runFiles.map(readRunFile));
}

type Writing = { out: string; files: SourceFile[]; project: Project; pages: AxisPages[]; world: World };

/** Writes a page as soon as it is full, so that no more than one an axis is in memory. */
async function writeAxes({ out, files, project, pages, world }: Writing): Promise<void> {
  const waiting = new Map(pages.map((axis) => [axis.id, { axis, page: 1, families: [] as ShownFamily[] }]));
  const write = async (id: string) => {
    const open = waiting.get(id);
    if (!open || open.families.length === 0) return;
    const { axis, page, families } = open;
    const text = formatAxisPage({ axis, page, families, axes: pages, known: project.axes.get(id), tool });
    await writeFile(join(out, pageName(id, page)), text);
    waiting.set(id, { axis, page: page + 1, families: [] });
  };
  for await (const family of familiesOf(files, project)) {
    if (world.signal.aborted) break;
    const { families = [] } = waiting.get(family.axis) ?? {};
    families.push(family);
    if (families.length === familiesPerPage) await write(family.axis);
  }
  for (const id of waiting.keys()) await write(id);
}

/** @throws UserError where the folder holds anything but pages. */
async function emptyFolder(out: string): Promise<void> {
  const there = existsSync(out) ? await readdir(out) : [];
  const other = there.find((name) => !name.endsWith('.html'));
  if (other !== undefined)
    throw new UserError(`--out ${out} holds ${other}, which is no page`, {
      code: 'OUT_NOT_EMPTY',
      fix: 'Name a new or empty folder, or one that holds earlier pages.',
    });
  await mkdir(out, { recursive: true });
  for (const name of there) await rm(join(out, name));
}

/** The page that links go to: what is asked for, else that of the remote the clone came from. */
async function repositoryPage(
  asked: string | undefined,
  { root }: Project,
  { env }: World,
): Promise<string | undefined> {
  if (asked !== undefined) {
    if (/^https:\/\/[^\s<>"]+$/.test(asked)) return asked.replace(/\/+$/, '');
    throw new UserError(`--repository ${asked} is no address of a page`, {
      code: 'BAD_ADDRESS',
      fix: 'Name it whole: https://github.com/<owner>/<name>.',
    });
  }
  const remote = (await readRepositoryOf(root, env))?.upstream;
  const page = remote && parseRemoteUrl(remote.url);
  return page && `${page.origin}/${page.owner}/${page.name}`;
}
