import { areaOf, holdsSamples, tombstonesPath } from '../check/change/area.ts';
import { UserError } from '../errors.ts';
import type { BranchOutcome } from '../publish/apply-branch.ts';
import { applyTakedown } from '../publish/apply-takedown.ts';
import { planTakedown, type Takedown } from '../publish/plan-takedown.ts';
import { readBaseFiles } from '../publish/read-base-files.ts';
import { type Repository, readRepository, requireIdentity } from '../publish/read-repository.ts';
import { formatTerminal } from '../report/format-terminal.ts';
import { sayCount } from '../report/wording.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { isLfsPointer } from '../sample/json/parse-line.ts';
import { namesAny } from '../sample/names-any.ts';
import { wantsColor, widthOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { checkChange } from './check/check-change.ts';
import type { AddCommand } from './command.ts';
import { nextSteps } from './next-steps.ts';
import { openProject, type Project } from './project.ts';

type Options = { reason: string; family?: boolean; base?: string; json?: boolean };

export const addTakedown: AddCommand = (program, world, exit) => {
  program
    .command('takedown')
    .description('remove samples for good: a branch that deletes their lines and remembers their ids')
    .argument('<id...>', 'ids of samples (ev1_…)')
    .requiredOption('--reason <text>', 'why, for everyone to read; do not repeat what was harmful')
    .option('--family', "also remove the other versions of the samples' families")
    .option('--base <ref>', "build on this branch (default: the remote's main)")
    .option('--json', 'print one JSON object on stdout')
    .action(async (ids: string[], { reason, ...options }: Options) =>
      exit(await takedown(ids, { ...options, reason: reason.trim() }, world)),
    );
};

async function takedown(ids: string[], options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const { env } = world;
  const { base } = options;
  const repository = await readRepository({ folder: project.root, env, ...(base ? { base } : {}) });
  const date = world.now().toISOString().slice(0, 10);
  requireTombstones(ids, { date, reason: options.reason }, project);
  const dataset = await readHolders(ids, repository, env);
  const isBuried = (id: string) => namesAny(dataset.tombstones.bytes, new Set([id]));
  if (dataset.files.length === 0 && ids.every(isBuried)) return sayDone(options, world);
  const plan = planTakedown({
    ...dataset,
    ids,
    wholeFamilies: options.family === true,
    reason: options.reason,
    date,
    author: requireIdentity(repository),
  });
  return propose(plan, { repository, world, json: options.json === true });
}

/** Wrong ids and reasons are refused before the dataset is read. @throws UserError */
function requireTombstones(
  ids: string[],
  rest: { date: string; reason: string },
  { validateTombstone }: Project,
) {
  const problems = ids.flatMap((id) =>
    validateTombstone({ id, ...rest }).map(({ message }) => `${id}: ${message}`),
  );
  if (problems.length === 0) return;
  throw new UserError(problems.join('\n'), {
    code: 'BAD_TAKEDOWN',
    fix: 'Give ids as ev1_ and 26 characters, and a reason of 1 to 400 characters.',
  });
}

type File = { path: string; bytes: Uint8Array };

/** The data files and shards that hold one of the ids, all run files, the tombstones, and the shards that are not here. */
async function readHolders(ids: readonly string[], repository: Repository, env: World['env']) {
  const wanted = new Set(ids);
  const holders: File[] = [];
  const runFiles: File[] = [];
  const elsewhere: string[] = [];
  let tombstones: File = { path: tombstonesPath, bytes: new Uint8Array() };
  for await (const { path, mode, bytes } of readBaseFiles({ repository, env })) {
    if (mode !== '100644') continue;
    const area = areaOf(path);
    if (area === 'tombstones') tombstones = { path, bytes };
    if (parseDataPath(path)?.kind === 'run') runFiles.push({ path, bytes });
    else if (area === 'archive' && isLfsPointer(bytes)) elsewhere.push(path);
    else if (holdsSamples(path) && namesAny(bytes, wanted)) holders.push({ path, bytes });
  }
  return { files: holders.length === 0 ? [] : [...holders, ...runFiles], tombstones, elsewhere };
}

type Site = { repository: Repository; world: World; json: boolean };

/** The commit is judged as its pull request will be, before the branch moves. */
async function propose(plan: Takedown, { repository, world, json }: Site): Promise<number> {
  const { env, stdout, stderr } = world;
  const options = { repository, env, now: world.now() };
  const { commit, publish } = await applyTakedown(plan, options);
  const report = await checkChange(
    // What it does to the bias stands on the pull request: measuring it reads the whole base.
    { base: repository.base.commit, head: commit, only: ['json', 'schema', 'identity'] },
    { ...world, cwd: repository.top },
  ).catch((error: unknown) => {
    throw world.signal.aborted ? interrupted() : error;
  });
  if (!report.ok) {
    const color = wantsColor(stdout, env);
    stdout.write(formatTerminal(report, { color, width: widthOf(stdout) }));
    stderr.write('No branch was made: the checks found errors in what would be left.\n');
    return 1;
  }
  if (world.signal.aborted) throw interrupted();
  const outcome = await publish();
  const steps = nextSteps(plan, repository);
  const { removed, branch } = plan;
  const shards = plan.shards.map(({ path }) => path);
  stdout.write(
    json
      ? `${JSON.stringify({ ok: true, ...outcome, branch, removed, shards, ...steps }, null, 2)}\n`
      : sayProposed(plan, outcome, steps),
  );
  return 0;
}

function interrupted(): UserError {
  return new UserError('interrupted; no branch was made', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again: it begins anew.',
    blame: 'interrupt',
  });
}

function sayProposed(
  { removed, changes, shards }: Takedown,
  { commit, branch }: BranchOutcome,
  { push, compare }: ReturnType<typeof nextSteps>,
): string {
  const runFiles = changes.filter(({ path }) => parseDataPath(path)?.kind === 'run').length;
  // A shard that is replaced goes under its old name, and comes under another.
  const replaced = new Set(shards.map(({ path }) => path));
  const holders = changes.filter(({ path }) => holdsSamples(path) && !replaced.has(path));
  const whole = holders.filter(({ content }) => content === undefined).length - shards.length;
  const gone = whole === 0 ? '' : ` (${sayCount(whole, 'file')} whole)`;
  const mended =
    runFiles === 0 ? '' : `; ${sayCount(runFiles, 'run file')} ${runFiles === 1 ? 'follows' : 'follow'}`;
  const lines = [
    `${sayCount(removed.length, 'sample')} to go from ${sayCount(holders.length, 'file')}${gone}${mended}:`,
    ...removed.map((id) => `  ${id}`),
    `Committed as ${commit.slice(0, 12)} on the branch ${branch}; your work tree is as it was.`,
    ...(push && shards.length > 0 ? ['git-lfs uploads what is left of the archive when you push.'] : []),
    ...(push ? [`Push it:            ${push}`] : []),
    ...(compare ? [`Open the request:   ${compare}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function sayDone({ json }: Options, { stdout }: World): number {
  stdout.write(
    json
      ? `${JSON.stringify({ ok: true, kind: 'merged', removed: [] }, null, 2)}\n`
      : 'The base holds none of these samples, and remembers that it may not: nothing to do.\n',
  );
  return 0;
}
