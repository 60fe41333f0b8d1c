import { UserError } from '../../errors.ts';
import type { Sample } from '../../sample/sample.ts';
import { linesOf } from '../../sample/split-lines.ts';
import { configs } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import type { Origin } from './origin.ts';
import { splitOf } from './split.ts';
import { openConfigRows } from './write-config-rows.ts';
import { type JsonlFiles, openJsonlFiles } from './write-jsonl.ts';
import { openRowsElsewhere, type RowsElsewhere } from './write-rows-elsewhere.ts';

type Options = {
  folder: string;
  /** Files of checked samples, in order. */
  files: AsyncIterable<{ path: string; bytes: Uint8Array }>;
  origins: ReadonlyMap<string, Origin>;
  tool: string;
  /** A file of samples is the last to be written here; behind it a thread helps. Starting one takes a second. */
  bytesBeforeThread?: number;
};

export type WrittenRows = {
  files: ReleaseFile[];
  /** Run → samples. */
  runs: Map<string, number>;
};

/** The config that holds every sample with everything takes longer to write than the others together. */
const widest = 'all';

/**
 * Writes every sample to the configs that take it, and its line to the JSONL of its kind. The bytes do not depend on
 * whether a thread helps.
 */
export async function writeRows(options: Options): Promise<WrittenRows> {
  const writing = startWriting(options);
  try {
    for await (const { path, bytes } of options.files) await writing.addFile(path, bytes);
    return await writing.finish();
  } catch (error) {
    await writing.stop();
    throw error;
  }
}

function startWriting({ folder, origins, tool, bytesBeforeThread = 8_000_000 }: Options) {
  const lines = new Map<string, JsonlFiles>();
  const runs = new Map<string, number>();
  const narrow = openConfigRows({ folder, tool, configs: configs.filter(({ name }) => name !== widest) });
  const wide = openConfigRows({ folder, tool, configs: configs.filter(({ name }) => name === widest) });
  const decoder = new TextDecoder();
  /** Files that wait until it is known whether a thread is worth it. */
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let elsewhere: RowsElsewhere | undefined;

  function addLine(path: string, line: number, bytes: Uint8Array): void {
    const sample = JSON.parse(decoder.decode(bytes)) as Sample;
    const origin = origins.get(sample.run);
    if (!origin) throw withoutRun(path, line, sample);
    const split = splitOf(sample);
    runs.set(sample.run, (runs.get(sample.run) ?? 0) + 1);
    jsonlOf(`${sample.kind}/${split}`, () => openJsonlFiles(folder, sample.kind, split)).add(bytes);
    narrow.add(sample, origin, split);
  }
  function jsonlOf(key: string, open: () => JsonlFiles): JsonlFiles {
    const known = lines.get(key);
    if (known) return known;
    const fresh = open();
    lines.set(key, fresh);
    return fresh;
  }
  async function giveAway(bytes: Uint8Array): Promise<void> {
    held.push(bytes);
    heldBytes += bytes.length;
    if (!elsewhere && heldBytes <= bytesBeforeThread) return;
    elsewhere ??= openRowsElsewhere({ folder, tool, configs: [widest], origins });
    for (const file of held) await elsewhere.add(file);
    held = [];
  }
  function writeHeld(): ReleaseFile[] {
    for (const bytes of held) {
      for (const line of linesOf(bytes)) {
        const sample = JSON.parse(decoder.decode(line.bytes)) as Sample;
        const origin = origins.get(sample.run);
        if (origin) wide.add(sample, origin, splitOf(sample));
      }
    }
    return wide.finish();
  }
  return {
    async addFile(path: string, bytes: Uint8Array): Promise<void> {
      for (const line of linesOf(bytes)) addLine(path, line.line, line.bytes);
      await giveAway(bytes);
    },
    async finish(): Promise<WrittenRows> {
      const files = [...narrow.finish(), ...[...lines.values()].flatMap((each) => each.finish())];
      return { files: [...files, ...(elsewhere ? await elsewhere.finish() : writeHeld())], runs };
    },
    stop: async () => elsewhere?.stop(),
  };
}

function withoutRun(path: string, line: number, { run }: Sample): UserError {
  return new UserError(`${path}:${line}: no run file says where the samples of ${run} come from`, {
    code: 'RUN_FILE_MISSING',
    fix: 'Restore the run file beside the data file.',
  });
}
