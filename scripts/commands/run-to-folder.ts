import { relative } from 'node:path';
import { entriesOf } from '../check/check-files.ts';
import { contentKey } from '../check/exact-duplicates-check.ts';
import type { Request } from '../prompt/request.ts';
import type { Provider } from '../provider/provider.ts';
import { createAcceptor } from '../run/accept.ts';
import { type EndReason, executeRun } from '../run/execute-run.ts';
import { formatProgress } from '../run/format-progress.ts';
import { readRunRecord } from '../run/read-run.ts';
import type { RunPlan } from '../run/run-plan.ts';
import { writeLock } from '../run/write-lock.ts';
import { openSampleWriter, writeRunFolder, writeRunPlan, writeRunRecord } from '../run/write-run.ts';
import type { RunRecord } from '../sample/run-file.ts';
import { startProgress } from '../terminal.ts';
import type { World } from '../world.ts';
import type { Dataset } from './dataset.ts';
import { finishRun, type Shortfall } from './finish-run.ts';
import type { Project } from './project.ts';

type Run = {
  plan: RunPlan;
  provider: Provider;
  requests: Iterable<Request>;
  dataset: Dataset;
  project: Project;
  folder: string;
  world: World;
  json: boolean;
};

/** Runs a plan in its folder: new, interrupted or already whole, the end is the same. */
export async function runToFolder(run: Run): Promise<number> {
  const { plan, folder, world } = run;
  await writeRunFolder(folder);
  const release = await writeLock(folder, world.now());
  try {
    await writeRunPlan(folder, plan);
    const known = await readRunRecord(folder);
    if (known) return await finishRun({ ...run, record: known, shortfall: undefined });
    const { record, because } = await execute(run);
    if (because === 'interrupted') return sayInterrupted(run, record);
    await writeRunRecord(folder, record);
    return await finishRun({ ...run, record, shortfall: describeShortfall(because, record) });
  } finally {
    await release();
  }
}

type Executed = { record: RunRecord; because: EndReason };

async function execute({
  plan,
  provider,
  requests,
  dataset,
  project,
  folder,
  world,
}: Run): Promise<Executed> {
  const known = await contentKeysOf(dataset, project);
  const accept = createAcceptor({
    run: plan.run,
    axes: project.axes,
    keyOf: contentKey,
    inDataset: (key) => known.has(key),
  });
  const writer = await openSampleWriter(folder);
  const progress = startProgress(world);
  const startMs = world.now().getTime();
  const counts = { accepted: 0, refused: {} as Record<string, number> };
  let because: EndReason = 'exhausted';
  try {
    for await (const event of executeRun({
      requests,
      provider,
      accept,
      count: plan.count,
      signal: world.signal,
    })) {
      if (event.type === 'ended') because = event.because;
      if (event.type === 'refused') counts.refused[event.reason] = (counts.refused[event.reason] ?? 0) + 1;
      if (event.type === 'accepted') {
        await writer.append(event.samples);
        counts.accepted += event.samples.length;
      }
      const elapsedMs = world.now().getTime() - startMs;
      const refused = Object.values(counts.refused).reduce((sum, count) => sum + count, 0);
      progress.show(formatProgress({ accepted: counts.accepted, asked: plan.count, refused, elapsedMs }));
    }
  } finally {
    progress.end();
    await writer.close();
  }
  return { record: recordOf(plan, provider, counts), because };
}

async function contentKeysOf(dataset: Dataset, { validateSample }: Project): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { content } of entriesOf(dataset.files(), 'reference', validateSample))
    if (content) keys.add(contentKey(content));
  return keys;
}

function recordOf(
  plan: RunPlan,
  provider: Provider,
  counts: { accepted: number; refused: Record<string, number> },
): RunRecord {
  const { run, date, dataset, count, seed, specs } = plan;
  return {
    run,
    date,
    ...(dataset ? { dataset } : {}),
    provider: provider.name,
    ...(provider.model ? { model: { asked: provider.model, served: [provider.model] } } : {}),
    parameters: { count },
    seed,
    tool: plan.tool,
    specs: specs.map(({ path, sha256 }) => `${path}@${sha256.slice(0, 12)}`),
    counts: { requested: count, ...counts },
    tokens: { input: 0, output: 0 },
    costMicroUsd: 0,
    energy: { wattHours: 0, source: 'no model was called; the computer running the tool is not counted' },
    licence: 'MIT',
    ...(provider.termsUrl ? { termsUrl: provider.termsUrl } : {}),
  };
}

/** Why a run holds fewer samples than asked for; undefined where it holds them all. */
function describeShortfall(because: EndReason, { counts }: RunRecord): Shortfall | undefined {
  if (because === 'rounded-down') {
    const message = `${counts.accepted} samples instead of ${counts.requested}: the next family would not fit whole.`;
    return { message, fails: counts.accepted === 0 };
  }
  if (because !== 'exhausted') return undefined;
  const refused = Object.entries(counts.refused).map(([reason, count]) => `${count} ${reason}`);
  const details = refused.length > 0 ? ` (refused: ${refused.join(', ')})` : '';
  return {
    message: `The specs can give only ${counts.accepted} of the ${counts.requested} samples asked for${details}. Add slot values or templates, or ask for fewer.`,
    fails: true,
  };
}

const interruptedCode = 130;

function sayInterrupted({ folder, plan, world }: Run, { counts }: RunRecord): number {
  const out = relative(world.cwd, folder);
  world.stderr.write(
    `Interrupted. ${counts.accepted} of ${plan.count} samples are saved in ${out}.\n` +
      `Go on with:  npx evenhand generate --resume ${out}\n`,
  );
  return interruptedCode;
}
