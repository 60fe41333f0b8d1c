import { compareText } from '../sample/order.ts';
import type { RunFile } from '../sample/run-file.ts';

/** A run as the start page tells it; one that spans axes has a run file on each of them. */
export type ShownRun = Pick<RunFile, 'run' | 'provider' | 'licence' | 'costMicroUsd'> & {
  /** The models asked, as their provider names them. */
  model: string;
  termsUrl: string | undefined;
  samples: number;
  wattHours: number;
};

/** The runs of a dataset, each once, in the order of their names. */
export function sumRuns(files: readonly Partial<RunFile>[]): ShownRun[] {
  const runs = new Map<string, ShownRun>();
  for (const file of files) {
    const { run = '', files: named, counts } = file;
    const samples = named?.reduce((sum, each) => sum + each.samples, 0) ?? counts?.accepted ?? 0;
    const known = runs.get(run);
    // Cost and energy are the whole run's in each of its files, samples are those of one axis.
    if (known) known.samples += samples;
    else runs.set(run, { ...toShown(file), run, samples });
  }
  return [...runs.values()].sort((a, b) => compareText(a.run, b.run));
}

function toShown({
  provider = '',
  model,
  licence = '',
  termsUrl,
  costMicroUsd = 0,
  energy,
}: Partial<RunFile>) {
  // A run file that nobody has checked may name any scheme, and a link of the page follows it.
  const terms = termsUrl?.startsWith('https://') ? termsUrl : undefined;
  const wattHours = energy?.wattHours ?? 0;
  return { provider, model: model?.asked ?? '', licence, termsUrl: terms, costMicroUsd, wattHours };
}
