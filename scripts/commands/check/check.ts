import { join, relative, resolve } from 'node:path';
import { readState } from '../../check/bias/read-state.ts';
import { checkFiles } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import type { JudgedReport } from '../../check/judged/judged-report.ts';
import { readFolder } from '../../check/read-folder.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { UserError } from '../../errors.ts';
import { siteOf } from '../../publish/github/github-site.ts';
import { buildReport } from '../../report/build-report.ts';
import { formatAnnotations } from '../../report/format-annotations.ts';
import { formatJson } from '../../report/format-json.ts';
import { formatTerminal } from '../../report/format-terminal.ts';
import type { Report } from '../../report/report.ts';
import { addSample, emptySummary } from '../../report/summarise.ts';
import { allRenderings, writeReport } from '../../report/write-report.ts';
import { writeSummary } from '../../report/write-summary.ts';
import { wantsColor, widthOf } from '../../terminal.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { benchmarksOf, readCheckContext } from '../check-context.ts';
import type { AddCommand } from '../command.ts';
import { filesAlike, isIndex, openIndexAt } from '../duplicate-index.ts';
import { namedOrData } from '../named-data.ts';
import { positiveInteger } from '../numbers.ts';
import { openProject, type Project } from '../project.ts';
import { startBias } from '../start-bias.ts';
import { readTombstones } from '../tombstones.ts';
import { addJudgeFlags, asksSomebody, type JudgeFlags } from './judge-flags.ts';
import { lookInThreads } from './look-in-threads.ts';

type Options = JudgeFlags & {
  base?: string;
  head?: string;
  only?: string;
  against?: string;
  biasState?: string;
  lastRelease?: string | true;
  threads?: number;
  out?: string;
  github?: boolean;
  json?: boolean;
};

export const addCheck: AddCommand = (program, world, exit) => {
  const command = program
    .command('check')
    .description('run all checks over data files and report')
    .argument('[path...]', 'files or folders (default: data/)')
    .option(
      '--base <ref>',
      'judge a pull request onto this branch or commit, as Git sees it: commits, no work tree',
    )
    .option('--head <ref>', 'the pull request, with --base (default: HEAD)')
    .option('--only <names>', 'run only these checks, separated by commas')
    .option(
      '--against <path>',
      'also look for duplicates of what stands there: data, or an index (a folder or an address); with --base an index alone',
    )
    .option('--bias-state <file>', 'the state that "stats --save-state" saved of the dataset compared with')
    .option(
      '--last-release [owner/name]',
      "with --base: spare reading it whole by the index and bias state of its last release on GitHub (default: the workflow's repository)",
    )
    .option(
      '--threads <number>',
      'read files on so many threads (default: one a core from 16 to 500 MB; the report is the same)',
      positiveInteger,
    )
    .option('--out <dir>', 'write report.json, .md, .html, .sarif and .csv there')
    .option('--github', 'in a GitHub workflow: annotate lines, and add the report to the job summary')
    .option('--json', 'print the report as one JSON object on stdout');
  addJudgeFlags(command).action(async (paths: string[], options: Options) =>
    exit(await check(paths, options, world)),
  );
};

async function check(paths: string[], options: Options, world: World): Promise<number> {
  const made = await makeReport(paths, options, world);
  if ('code' in made) return made.code;
  const { report } = made;
  if (options.out) await writeReport(resolve(world.cwd, options.out), report, allRenderings);
  if (options.github) await tellGitHub(report, world);
  const width = widthOf(world.stdout);
  const color = wantsColor(world.stdout, world.env);
  world.stdout.write(options.json ? formatJson(report) : formatTerminal(report, { color, width }));
  if (options.out && !options.json) {
    world.stdout.write(
      `Report: ${relative(world.cwd, join(resolve(world.cwd, options.out), 'report.html'))}\n`,
    );
  }
  if (report.judged?.judge?.budgetSpent) world.stderr.write(sayBudgetSpent(report.judged.judge));
  return report.ok && !report.judged?.judge?.budgetSpent ? 0 : 1;
}

function sayBudgetSpent({ answered, asked }: { answered: number; asked: number }): string {
  return `The budget is spent: ${answered} of ${asked} verdicts are there. Go on with the same command and a larger --budget.\n`;
}

/** Annotations go to stderr, which the runner reads too: stdout may be JSON. */
async function tellGitHub(report: Report, { env, stderr }: World): Promise<void> {
  stderr.write(formatAnnotations(report));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary) await writeSummary(summary, report);
}

type Made = { report: Report } | { code: number };

async function makeReport(paths: string[], options: Options, world: World): Promise<Made> {
  const { base, head, against, biasState, threads } = options;
  const only = options.only?.split(',').map((name) => name.trim());
  if (base === undefined && head === undefined && !options.lastRelease) {
    const project = await openProject(world.cwd);
    const subjects = await readFolder(namedOrData(paths, project, world), project.root);
    const judged = asksSomebody(options)
      ? await (await import('./second-opinion.ts')).secondOpinion(subjects, options, {
          rules: project,
          world,
        })
      : undefined;
    if (judged && 'code' in judged) return judged;
    const selection = { only, against, biasState, threads, judged };
    return { report: await checkFolder(subjects, selection, { project, world }) };
  }
  const isComparable = against === undefined || isIndex(against, world);
  const page = options.lastRelease && pageOf(options.lastRelease, world);
  if (base !== undefined && paths.length === 0 && isComparable) {
    const commits = { base, head: head ?? 'HEAD' };
    const judged = asksSomebody(options)
      ? await (await import('./second-opinion.ts')).opinionOnChange(commits, options, world)
      : undefined;
    if (judged && 'code' in judged) return judged;
    const { checkChange } = await import('./check-change.ts');
    return {
      report: await checkChange({ ...commits, only, biasState, index: against, page, judged }, world),
    };
  }
  throw new UserError(
    '--base judges a pull request; it takes --head, but no paths, and --against an index alone',
    {
      code: 'WRONG_USE',
      fix: 'Write "evenhand check --base main", or name paths without --base and --head.',
    },
  );
}

/** @throws UserError where no repository is named. */
function pageOf(named: string | true, { env }: World): string {
  const place = named === true ? (env['GITHUB_REPOSITORY'] ?? '') : named;
  if (/^[\w.-]+\/[\w.-]+$/.test(place)) return `${siteOf(env).webOrigin}/${place}`;
  throw new UserError('--last-release does not say of which repository on GitHub', {
    code: 'WRONG_USE',
    fix: 'Name it: --last-release <owner>/<name>; in a workflow GITHUB_REPOSITORY does.',
  });
}

type Place = { project: Project; world: World };

type Selection = {
  only: string[] | undefined;
  against: string | undefined;
  biasState: string | undefined;
  threads: number | undefined;
  judged: JudgedReport | undefined;
};

async function checkFolder(
  subjects: SourceFile[],
  { only, against, biasState, threads, judged }: Selection,
  { project, world }: Place,
): Promise<Report> {
  const { axes, validateSample, validateRun, validateTombstone } = project;
  const summary = emptySummary();
  const context = await readCheckContext(project);
  const saved = biasState ? await readState(resolve(world.cwd, biasState), axes) : undefined;
  const bias = startBias(project, against || saved ? 'merge' : 'standing', { saved });
  const tombstones = await readTombstones(project);
  const checks = await startChecks({ ...context, bias: bias.context, tombstones }, only);
  const benchmarks = checks.some(({ name }) => name === 'contamination') ? benchmarksOf(context) : undefined;
  const { cwd, signal } = world;
  const look = { cwd, signal, subjects, threads, only, checks, summary };
  const looked = await lookInThreads(look, project);
  const { findings, files } = await checkFiles({
    subjects,
    ...(looked ? { looked } : {}),
    references: await referencesOf(against, subjects, project, world),
    checks,
    validateSample,
    validateRun,
    validateTombstone,
    onSample: (sample) => addSample(summary, sample),
    signal: world.signal,
  });
  return buildReport({ summary, axes, findings, files, tool, benchmarks, bias: bias.report(), judged });
}

/** What `--against` names: an index, a file, or a folder of data. */
async function referencesOf(
  against: string | undefined,
  subjects: SourceFile[],
  project: Project,
  world: World,
): Promise<SourceFile[]> {
  if (against === undefined) return [];
  if (!isIndex(against, world)) return readFolder([resolve(world.cwd, against)], project.root);
  return filesAlike({ subjects, index: await openIndexAt(against, world), project, world });
}
