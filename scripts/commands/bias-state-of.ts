import { foldBias } from '../check/bias/bias-check.ts';
import type { BiasState } from '../check/bias/bias-state.ts';
import { entriesOf } from '../check/check-files.ts';
import type { SourceFile } from '../check/source-file.ts';
import type { Project } from './project.ts';

/** The bias state of data files, read one line at a time. */
export async function biasStateOf(
  files: Iterable<SourceFile> | AsyncIterable<SourceFile>,
  { reader, validateSample }: Pick<Project, 'reader' | 'validateSample'>,
): Promise<BiasState> {
  const fold = foldBias(reader);
  for await (const entry of entriesOf(files, 'reference', validateSample)) fold.add(entry);
  return fold.finish();
}
