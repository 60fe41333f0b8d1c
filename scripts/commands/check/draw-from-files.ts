import { entriesOf } from '../../check/check-files.ts';
import { addToDraw, finishDraw, type Placed, startDraw } from '../../check/judged/draw-samples.ts';
import { type OfflineFacts, offlineFactsOf } from '../../check/judged/offline-facts.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { isWithheld } from '../../check/withheld.ts';
import type { Project } from '../project.ts';

type Files = Iterable<SourceFile> | AsyncIterable<SourceFile>;

export type Drawn = Placed & { offline: OfflineFacts };

export type DrawnSamples = {
  shown: Drawn[];
  /** How many more were drawn, and may be shown to nobody. */
  withheld: number;
  /** What they were drawn from. */
  samples: number;
  families: number;
};

/** Draws samples from files, and measures them; what holds a secret or personal data is not among them. */
export async function drawFromFiles(
  files: Files,
  { size, seed }: { size: number; seed: number },
  { validateSample, reader }: Pick<Project, 'validateSample' | 'reader'>,
): Promise<DrawnSamples> {
  const draw = startDraw({ size, seed });
  for await (const { path, line, sample } of entriesOf(files, 'subject', validateSample))
    if (sample) addToDraw(draw, { path, line, sample });
  const { drawn, families } = finishDraw(draw);
  const measured = drawn.map((placed) => ({ ...placed, offline: offlineFactsOf(placed, reader) }));
  const shown = measured.filter(({ offline }) => !offline.safety.some(isWithheld));
  return { shown, withheld: measured.length - shown.length, samples: draw.samples, families };
}
