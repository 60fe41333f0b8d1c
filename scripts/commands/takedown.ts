import { tombstonesPath } from '../check/change/area.ts';
import { UserError } from '../errors.ts';
import { applyTakedown } from '../publish/apply-takedown.ts';
import { planTakedown, type Takedown } from '../publish/plan-takedown.ts';
import { readBaseFiles } from '../publish/read-base-files.ts';
import { type Repository, readRepository, requireIdentity } from '../publish/read-repository.ts';
import { formatTerminal } from '../report/format-terminal.ts';
import { sayCount } from '../report/wording.ts';
import { parseDataPath } from '../sample/data-path.ts';
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
  if (dataset.files.length === 0 && ids.every((id) => dataset.tombstones.text.includes(`"${id}"`)))
    return sayDone(options, world);
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
    validateTombstone({ id, ...rest }).map(
      ({ pointer, message }) => `${pointer.join('.')} of ${id}: ${message}`,
    ),
  );
  if (problems.length === 0) return;
  throw new UserError(problems.join('\n'), {
    code: 'BAD_TAKEDOWN',
    fix: 'Give ids as ev1_ and 26 characters, and a reason of 1 to 400 characters.',
  });
}

/** The data files that hold one of the ids, all run files, and the tombstones. */
async function readHolders(ids: readonly string[], repository: Repository, env: World['env']) {
  const files: { path: string; text: string }[] = [];
  const runFiles: { path: string; text: string }[] = [];
  const tombstones = { path: tombstonesPath, text: '' };
  for await (const { path, mode, bytes } of readBaseFiles({ repository, env })) {
    if (mode !== '100644') continue;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const kind = parseDataPath(path)?.kind;
    if (path === tombstonesPath) tombstones.text = text;
    if (kind === 'run') runFiles.push({ path, text });
    if (kind === 'samples' && ids.some((id) => text.includes(id))) files.push({ path, text });
  }
  return { files: files.length === 0 ? [] : [...files, ...runFiles], tombstones };
}

type Site = { repository: Repository; world: World; json: boolean };

/** The commit is judged as its pull request will be, before the branch moves. */
async function propose(plan: Takedown, { repository, world, json }: Site): Promise<number> {
  const { env, stdout, stderr } = world;
  const options = { repository, now: world.now() };
  const { commit, publish } = await applyTakedown(plan, options);
  const report = await checkChange(
    { base: repository.base.commit, head: commit },
    { ...world, cwd: repository.top },
  );
  if (!report.ok) {
    const color = wantsColor(stdout, env);
    stdout.write(formatTerminal(report, { color, width: widthOf(stdout) }));
    stderr.write('No branch was made: the checks found errors in what would be left.\n');
    return 1;
  }
  const outcome = await publish();
  const steps = nextSteps(plan, repository);
  if (json) {
    const { removed, branch } = plan;
    stdout.write(`${JSON.stringify({ ok: true, ...outcome, branch, removed, ...steps }, null, 2)}\n`);
    return 0;
  }
  const deleted = plan.changes.filter(({ content }) => content === undefined).length;
  const gone = deleted === 0 ? '' : `, ${sayCount(deleted, 'file')} of them whole`;
  stdout.write(
    `${sayCount(plan.removed.length, 'sample')} to go from ${sayCount(plan.changes.length - 1, 'file')}${gone}:\n` +
      `${plan.removed.map((id) => `  ${id}`).join('\n')}\n` +
      `Committed as ${outcome.commit.slice(0, 12)} on the branch ${outcome.branch}; your work tree is as it was.\n` +
      `${steps.push ? `Push it:            ${steps.push}\n` : ''}${steps.compare ? `Open the request:   ${steps.compare}\n` : ''}`,
  );
  return 0;
}

function sayDone({ json }: Options, { stdout }: World): number {
  stdout.write(
    json
      ? `${JSON.stringify({ ok: true, kind: 'merged', removed: [] }, null, 2)}\n`
      : 'The base holds none of these samples, and remembers that it may not: nothing to do.\n',
  );
  return 0;
}
