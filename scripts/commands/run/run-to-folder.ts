import { relative } from 'node:path';
import { entriesOf } from '../../check/check-files.ts';
import { gateSimilarity } from '../../check/duplicates/judge-duplicates.ts';
import { createKnownSamples, type KnownSamples } from '../../check/duplicates/known-samples.ts';
import { createAcceptor } from '../../run/accept.ts';
import type { RunEvent } from '../../run/execute-run.ts';
import { formatProgress } from '../../run/format-progress.ts';
import { readRunPlan, readRunRecord } from '../../run/read-run.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import { writeLock } from '../../run/write-lock.ts';
import {
  openSampleWriter,
  removeIfEmpty,
  removeRunRecord,
  writeRunFolder,
  writeRunPlan,
  writeRunRecord,
} from '../../run/write-run.ts';
import { buildLexicon } from '../../sample/lexicon.ts';
import { createSigner } from '../../sample/minhash/create-signer.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import { startProgress } from '../../terminal.ts';
import type { World } from '../../world.ts';
import type { Dataset } from '../dataset.ts';
import type { Project } from '../project.ts';
import { finishRun } from './finish-run.ts';
import { describeShortfall, type Ended, sayGoOn, sayInterrupted, throwIfStopped } from './run-ends.ts';
import type { Source } from './run-source.ts';
import { sayWaiting } from './say-waiting.ts';

export type Run = {
  plan: RunPlan;
  /** Opens what answers the run's requests; the run's folder is locked by then. */
  open(): Promise<Source>;
  dataset: Dataset;
  project: Project;
  folder: string;
  world: World;
  json: boolean;
  /** Makes the samples again even where the run is whole. */
  again?: boolean;
  /** Flags that a command to go on with the run must repeat. */
  resumeFlags?: string;
};

/** Runs a plan in its folder: new, interrupted or already whole, the end is the same. */
export async function runToFolder(run: Run): Promise<number> {
  const { plan, folder, world, again = false } = run;
  await writeRunFolder(folder);
  const release = await writeLock(folder, world.now());
  try {
    const before = await readRunPlan(folder);
    await writeRunPlan(folder, { ...before, ...plan });
    const known = await readRunRecord(folder);
    if (known && isWhole(known) && !again)
      return await finishRun({ ...run, record: known, shortfall: undefined });
    await removeRunRecord(folder);
    const { record, ended } = await execute(run);
    const place = { ...run, out: outOf(run), record };
    if (ended.because === 'interrupted') return sayInterrupted(place);
    throwIfStopped(place, ended);
    await writeRunRecord(folder, record);
    return await finishRun({ ...run, record, shortfall: describeShortfall(place, ended) });
  } finally {
    await release();
    await removeIfEmpty(folder);
  }
}

/** The run's folder, as the user would name it. */
function outOf({ folder, world }: Run): string {
  return relative(world.cwd, folder);
}

/** A model's run that fell short can go on, with more money or on another day; a template's tells again why it did. */
function isWhole({ counts }: RunRecord): boolean {
  return counts.accepted === counts.requested;
}

type Executed = { record: RunRecord; ended: Ended };
type Counts = { accepted: number; refused: Record<string, number> };

async function execute(run: Run): Promise<Executed> {
  const { plan, project, folder } = run;
  const known = await knownSamplesOf(run);
  const accept = createAcceptor({
    run: plan.run,
    axes: project.axes,
    findCopy: known.findCopy,
    remember: (samples) => {
      for (const sample of samples) known.add('run', sample);
    },
  });
  const source = await run.open();
  try {
    const writer = await openSampleWriter(folder, { rebuild: source.rebuilds });
    try {
      const counts: Counts = { accepted: 0, refused: {} };
      const ended = await consume(source.events(accept), { counts, writer, source, run });
      return { record: recordOf(plan, source, counts), ended };
    } finally {
      await writer.close();
    }
  } finally {
    await source.close();
  }
}

type Consumer = {
  counts: Counts;
  writer: Awaited<ReturnType<typeof openSampleWriter>>;
  source: Source;
  run: Run;
};

async function consume(
  events: AsyncGenerator<RunEvent>,
  { counts, writer, source, run }: Consumer,
): Promise<Ended> {
  const { plan, world } = run;
  const progress = startProgress(world);
  const goOn = sayGoOn({ ...run, out: outOf(run) });
  const stopSaying = source.committedMicroUsd ? sayWaiting(world, goOn) : undefined;
  const startMs = world.now().getTime();
  const ended: Ended = { because: 'exhausted', stop: undefined };
  try {
    for await (const event of events) {
      if (event.type === 'ended') ended.because = event.because;
      if (event.type === 'stopped') ended.stop = event.stop;
      if (event.type === 'refused') counts.refused[event.reason] = (counts.refused[event.reason] ?? 0) + 1;
      if (event.type === 'accepted') {
        await writer.append(event.samples);
        counts.accepted += event.samples.length;
      }
      const elapsedMs = world.now().getTime() - startMs;
      const refused = Object.values(counts.refused).reduce((sum, count) => sum + count, 0);
      const spentMicroUsd = source.committedMicroUsd?.();
      progress.show(
        formatProgress({ accepted: counts.accepted, asked: plan.count, refused, elapsedMs, spentMicroUsd }),
      );
    }
    return ended;
  } finally {
    stopSaying?.();
    progress.end();
  }
}

/** The dataset's samples, which the run must not repeat. */
async function knownSamplesOf({ plan, dataset, project }: Run): Promise<KnownSamples> {
  const { axes, validateSample } = project;
  const known = createKnownSamples(buildLexicon(axes), createSigner(), plan.likeness ?? gateSimilarity);
  for await (const { sample, content } of entriesOf(dataset.files(), 'reference', validateSample)) {
    if (content) known.add('dataset', sample ?? content);
  }
  return known;
}

function recordOf(plan: RunPlan, source: Source, counts: Counts): RunRecord {
  const { run, date, dataset, count, likeness, seed, specs, cells, parameters = {} } = plan;
  return {
    run,
    date,
    ...(dataset ? { dataset } : {}),
    provider: plan.provider,
    parameters: { count, ...(likeness ? { likeness } : {}), ...parameters },
    seed,
    tool: plan.tool,
    specs: specs.map(({ path, sha256 }) => `${path}@${sha256.slice(0, 12)}`),
    ...(cells ? { cells } : {}),
    counts: { requested: count, ...counts },
    licence: 'MIT',
    ...source.facts(),
  };
}
