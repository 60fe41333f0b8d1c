import { areaOf, maxTombstonesBytes } from '../../check/change/area.ts';
import type { ChangedContent, ChangedFile, ChangeKind } from '../../check/change/change.ts';
import { judgeChange } from '../../check/change/judge-change.ts';
import { judgeCompaction, judgeNewRunFile } from '../../check/change/judge-compaction.ts';
import { judgePointer } from '../../check/change/judge-pointer.ts';
import { judgeShards } from '../../check/change/judge-shards.ts';
import { judgeSpecs, specsOf } from '../../check/change/judge-specs.ts';
import type { Finding } from '../../check/finding.ts';
import type { JudgedReport } from '../../check/judged/judged-report.ts';
import { wasSpecEverOnBase } from '../../publish/read-base-files.ts';
import { readChange } from '../../publish/read-change.ts';
import { readTree } from '../../publish/read-objects.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { emptySummary } from '../../report/summarise.ts';
import { maxFileBytes, parseDataPath } from '../../sample/data-path.ts';
import { maxPointerBytes } from '../../sample/lfs-pointer.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { readBaseRules } from '../base-rules.ts';
import { again } from '../dataset.ts';
import { bySize, isPlain, keepRunFiles, readSides, sourceAt, tooLarge } from './change-contents.ts';
import { type Aids, type Checked, checkAgainstBase, checkNew, type Site } from './check-against-base.ts';
import { checkRelease } from './check-release.ts';
import { checkTakedown } from './check-takedown.ts';
import { placedFiles, readShardFacts, runsOf } from './shard-contents.ts';

type Options = Aids & {
  base: string;
  head: string;
  only?: string[] | undefined;
  /** A second opinion on what is new, for the report. */
  judged?: JudgedReport | undefined;
  /**
   * What only the pull request's page tells, such as whether its author may do this kind of change. Asked before the
   * files are looked at: what is good only for some authors can be fetched then.
   */
  judgeAuthor?: (kind: ChangeKind, files: ChangedFile[]) => Promise<Finding[]>;
};

/**
 * Judges a pull request as Git sees it: what it does to files by the rules of its kind of change, and what is in the
 * files by the checks, with the base's data beside them. Axes, schemas and tombstones are the base's.
 */
export async function checkChange(options: Options, world: World): Promise<Report> {
  const { base, head, only, judgeAuthor = async () => [] } = options;
  const { cwd, env } = world;
  const read = await readChange({ folder: cwd, env, base, head });
  const rules = await readBaseRules(sourceAt(read, read.change.base), env);
  const site = { ...read, rules, env, only, aids: options, world };
  const { kind, findings } = judgeChange(read.change);
  const ofAuthor = await judgeAuthor(kind, read.change.files);
  const contents = await checkers[kind](site);
  return buildReport({
    summary: contents.summary,
    axes: rules.axes,
    findings: [...findings, ...ofAuthor, ...contents.findings],
    files: contents.files,
    benchmarks: contents.benchmarks,
    tool,
    bias: contents.bias,
    judged: options.judged,
    change: {
      kind,
      base: read.change.base,
      head: read.change.head,
      ...(contents.removed === undefined ? {} : { removed: contents.removed }),
    },
  });
}

const checkers: Record<ChangeKind, (site: Site) => Promise<Checked>> = {
  contribution: checkContribution,
  takedown: checkTakedown,
  bulk: checkBulk,
  release: async (site) => ({ summary: emptySummary(), findings: await checkRelease(site), files: 0 }),
  // Path rules are all there is to judge here.
  code: async () => ({ summary: emptySummary(), findings: [], files: 0 }),
};

/** New files are checked line by line, with all that the base holds beside them. */
async function checkContribution(site: Site): Promise<Checked> {
  const { change } = site;
  const added = change.files.filter(
    ({ path, before, after }) => !before && isPlain(after) && parseDataPath(path),
  );
  const { small, large } = bySize(added, maxFileBytes);
  const runFiles: ChangedContent[] = [];
  const subjects = again(() => {
    runFiles.length = 0;
    return keepRunFiles(small, runFiles, site);
  });
  const checked = await checkNew({ subjects, runFiles }, site);
  const ofRuns = [
    ...runFiles.flatMap((file) => judgeNewRunFile(file, site.rules.validateRun)),
    ...(await checkSpecs(runFiles, site)),
  ];
  return { ...checked, findings: [...large.map(tooLarge), ...checked.findings, ...ofRuns] };
}

/**
 * Archives hold pointers, which are all that Git has of them: what is behind them is read from the store of Git LFS.
 * Runs that are new are checked like any contribution; those that moved, for being what they were.
 */
async function checkBulk(site: Site): Promise<Checked> {
  const { change, rules } = site;
  const added = change.files.filter(({ path, after }) => areaOf(path) === 'archive' && isPlain(after));
  const { small, large } = bySize(added, maxPointerBytes);
  const pointers = await readSides(small, site);
  const touched = bySize(
    change.files.filter(({ path }) => parseDataPath(path)),
    maxTombstonesBytes,
  );
  const files = await readSides(touched.small, site);
  const runFiles = files.filter(({ path, after }) => after && parseDataPath(path)?.kind === 'run');
  const shards = await readShardFacts(pointers, site);
  const findings = [
    ...[...pointers, ...large.map(({ path }) => ({ path, after: undefined }))].flatMap(judgePointer),
    ...touched.large.map(tooLarge),
    ...judgeCompaction({ files, shards: await archiveAt(site), validateRun: rules.validateRun }),
    ...judgeShards(shards, runsOf(runFiles, site)),
  ];
  const seen = shards.filter(({ bytes }) => bytes !== undefined).map(({ path }) => path);
  // What is not here is a finding already: of the rest, files that are missing would only say it again.
  if (seen.length < added.length) return { summary: emptySummary(), findings, files: added.length };
  const checked = await checkPlaced(runFiles, pointers, site);
  return { ...checked, findings: [...findings, ...checked.findings], files: checked.files + added.length };
}

async function archiveAt({ git, change }: Site): Promise<Set<string>> {
  const tree = await readTree(git, change.head, ['data/archive/']);
  return new Set(tree.map(({ path }) => path));
}

/** The data files that run files say are in the shards of this change. */
async function checkPlaced(
  runFiles: ChangedContent[],
  pointers: ChangedContent[],
  site: Site,
): Promise<Checked> {
  const shards = new Map(pointers.map(({ path, after }) => [path, after ?? new Uint8Array()]));
  const isNew = ({ before }: ChangedContent) => !before;
  const [fresh, moved] = [runFiles.filter(isNew), runFiles.filter((file) => !isNew(file))];
  const ofMoved = await checkAgainstBase(site, {
    subjects: again(() => placedFiles(moved, shards, site)),
    references: [],
    only: ['json', 'schema', 'identity'],
  });
  if (fresh.length === 0) return ofMoved;
  const subjects = again(() => placedFiles(fresh, shards, site));
  const ofFresh = await checkNew({ subjects, runFiles: fresh }, site);
  const findings = [...ofMoved.findings, ...ofFresh.findings, ...(await checkSpecs(fresh, site))];
  return { ...ofFresh, findings, files: ofMoved.files + ofFresh.files };
}

/** Specs come before the samples that they made. */
async function checkSpecs(runFiles: ChangedContent[], site: Site): Promise<Finding[]> {
  const { change, git, top, isShallow, env, rules } = site;
  const base = { name: 'the base', ref: change.base, commit: change.base };
  const repository = { git, top, isShallow, base };
  const missing = new Set<string>();
  for (const spec of new Set(runFiles.flatMap((file) => specsOf(file, rules.validateRun)))) {
    const [path = '', sha256Prefix = ''] = spec.split('@');
    if (!(await wasSpecEverOnBase({ repository, env, path, sha256Prefix }))) missing.add(spec);
  }
  return runFiles.flatMap((file) => judgeSpecs(file, missing, rules.validateRun));
}
