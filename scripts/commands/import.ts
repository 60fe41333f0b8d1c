import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import {
  type ImportDefaults,
  type ImportedLine,
  type ImportProblem,
  parseImportLine,
  toRun,
} from '../run/import-samples.ts';
import { slugify } from '../run/run-plan.ts';
import { writeLock } from '../run/write-lock.ts';
import {
  openSampleWriter,
  removeIfEmpty,
  removeSamples,
  writeRunFolder,
  writeRunRecord,
} from '../run/write-run.ts';
import { readFileLines } from '../sample/read-lines.ts';
import type { RunRecord } from '../sample/run-file.ts';
import { type Sample, type Stance, stances } from '../sample/sample.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { openDataset } from './dataset.ts';
import { openProject, type Project } from './project.ts';
import { finishRun } from './run/finish-run.ts';

type Options = {
  axis?: string;
  lang: string;
  stance: Stance;
  group: string[];
  author?: string;
  licence: string;
  out: string;
  json?: boolean;
};

export const addImport: AddCommand = (program, world, exit) => {
  program
    .command('import')
    .description(
      'make a run of hand-written or foreign samples (JSONL with text, messages, or prompt/chosen/rejected)',
    )
    .argument('<file>', 'a .jsonl file')
    .option('--axis <axis>', 'the axis of lines that name none')
    .option('--lang <tag>', 'the language of lines that name none (BCP 47)', 'en')
    .option('--stance <stance>', `the stance of lines that name none: ${stances.join(', ')}`, 'neutral')
    .option('--group <group...>', 'the groups of lines that name none', [])
    .option('--author <name>', 'who wrote them')
    .option('--licence <licence>', 'what they are given under, as SPDX names it', 'MIT')
    .option('--out <dir>', 'where run folders go', 'runs')
    .option('--json', 'print one JSON object on stdout')
    .action(async (file: string, options: Options) => exit(await importFile(file, options, world)));
};

async function importFile(file: string, options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  refuseLicence(options.licence, project);
  const { axis, lang, stance, group: groups } = options;
  const imported = await readImport(resolve(world.cwd, file), { axis, lang, stance, groups }, project);
  const date = world.now().toISOString().slice(0, 10);
  const lines = imported.map(({ read }) => read);
  const { run, samples } = toRun(lines, { date, slug: slugify(basename(file).replace(/\.[^.]*$/, '')) });
  refuseBroken(samples, { file, imported, project });
  const folder = join(resolve(world.cwd, options.out), run);
  const record = recordOf(run, date, samples.length, options);
  await writeRunFolder(folder);
  const release = await writeLock(folder, world.now());
  try {
    await writeSamples(folder, samples);
    await writeRunRecord(folder, record);
    const dataset = await openDataset(project, world);
    return await finishRun({
      folder,
      record,
      shortfall: undefined,
      dataset,
      project,
      world,
      json: options.json === true,
    });
  } finally {
    await release();
    await removeIfEmpty(folder);
  }
}

/** All of them or none: a file that the disk could not take whole would pass for the import. */
async function writeSamples(folder: string, samples: Sample[]): Promise<void> {
  const writer = await openSampleWriter(folder);
  try {
    await writer.append(samples);
    await writer.close();
  } catch (error) {
    await removeSamples(folder);
    throw error;
  }
}

/** A line with its number in the file: blank ones are refused, so samples and lines keep one order. */
type PlacedLine = { line: number; read: ImportedLine };

/** @throws UserError naming every line that cannot be read. */
async function readImport(path: string, defaults: ImportDefaults, { axes }: Project): Promise<PlacedLine[]> {
  await refuseUnreadable(path);
  const lines: PlacedLine[] = [];
  const problems: ImportProblem[] = [];
  for await (const { line, bytes } of readFileLines(path)) {
    const read = parseImportLine(bytes, line, defaults, axes);
    if (read.ok) lines.push({ line, read: read.line });
    else problems.push(read.problem);
  }
  if (problems.length > 0) throw badImport(path, problems);
  if (lines.length > 0) return lines;
  throw new UserError(`${path} is empty`, {
    code: 'EMPTY_IMPORT',
    fix: 'Give it one sample a line (JSONL).',
  });
}

type Import = { file: string; imported: PlacedLine[]; project: Project };

/** What the schema refuses would fail every later step: say it while nothing is written. */
function refuseBroken(samples: Sample[], { file, imported, project }: Import): void {
  const problems = samples.flatMap((sample, index) =>
    project
      .validateSample(sample)
      .map(({ message, fix }) => ({ line: imported[index]?.line ?? 0, column: 1, message, fix })),
  );
  if (problems.length > 0) throw badImport(file, problems);
}

/** A run file that the dataset's schema refuses for its licence would fail only at the end of the way. */
function refuseLicence(licence: string, { validateRun }: Project): void {
  const problem = validateRun({ licence }).find(({ pointer }) => pointer[0] === 'licence');
  if (!problem) return;
  throw new UserError(`--licence: ${problem.message}`, {
    code: 'LICENCE',
    fix: 'Import only what its makers give under one of these; another licence does not fit the dataset.',
  });
}

async function refuseUnreadable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  throw new UserError(`cannot read ${path}: ${found ? 'it is not a file' : 'there is no such file'}`, {
    code: 'NO_IMPORT',
    fix: 'Name a .jsonl file.',
  });
}

const shownProblems = 20;

function badImport(path: string, problems: ImportProblem[]): UserError {
  const shown = problems.slice(0, shownProblems);
  const rest = problems.length - shown.length;
  const words = shown.map(
    ({ line, column, message, fix }) => `${path}:${line}:${column}: ${message} (${fix})`,
  );
  if (rest > 0) words.push(`… and ${rest} more`);
  return new UserError(words.join('\n'), {
    code: 'BAD_IMPORT',
    fix: 'Mend these lines and import again; nothing was written.',
  });
}

function recordOf(run: string, date: string, samples: number, { author, licence }: Options): RunRecord {
  return {
    run,
    date,
    provider: 'authored',
    parameters: author ? { author } : {},
    tool,
    specs: [],
    counts: { requested: samples, accepted: samples, refused: {} },
    tokens: { input: 0, output: 0 },
    costMicroUsd: 0,
    energy: { wattHours: 0, source: 'written by hand or elsewhere: not known to the tool' },
    licence,
  };
}
