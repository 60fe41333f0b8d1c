import { UserError } from '../../errors.ts';
import type { Sample } from '../../sample/sample.ts';
import { linesOf } from '../../sample/split-lines.ts';
import { configs } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import type { Origin } from './origin.ts';
import { type Split, splitOf } from './split.ts';
import { type JsonlFile, openJsonlFile } from './write-jsonl.ts';
import { openShards, type Shards } from './write-shards.ts';

/** Well below what a release's host takes in one file (2 GiB), and what one worker likes to read. */
const maxShardBytes = 500_000_000;

type Options = {
  folder: string;
  /** Files of checked samples, in order. */
  files: AsyncIterable<{ path: string; bytes: Uint8Array }>;
  origins: ReadonlyMap<string, Origin>;
  tool: string;
};

export type WrittenRows = {
  files: ReleaseFile[];
  /** Run → samples. */
  runs: Map<string, number>;
};

/** Writes every sample to the configs that take it, and its line to the JSONL of its kind. */
export async function writeRows({ folder, files, origins, tool }: Options): Promise<WrittenRows> {
  const shards = new Map<string, Shards>();
  const lines = new Map<string, JsonlFile>();
  const runs = new Map<string, number>();
  const decoder = new TextDecoder();
  for await (const { path, bytes } of files) {
    for (const line of linesOf(bytes)) {
      const sample = JSON.parse(decoder.decode(line.bytes)) as Sample;
      const origin = origins.get(sample.run);
      if (!origin) throw withoutRun(path, line.line, sample);
      const split = splitOf(sample);
      runs.set(sample.run, (runs.get(sample.run) ?? 0) + 1);
      jsonlOf(sample.kind, split).add(line.bytes);
      for (const config of configs)
        if ((config.kind ?? sample.kind) === sample.kind)
          shardsOf(config, split).add(config.toRow(sample, origin));
    }
  }
  return { files: [...shards.values(), ...lines.values()].flatMap((each) => each.finish()), runs };

  function shardsOf(config: (typeof configs)[number], split: Split): Shards {
    const open = () => openShards({ folder, config, split, tool, maxBytes: maxShardBytes });
    return getOrOpen(shards, `${config.name}/${split}`, open);
  }
  function jsonlOf(kind: string, split: Split): JsonlFile {
    return getOrOpen(lines, `${kind}/${split}`, () => openJsonlFile(folder, kind, split));
  }
}

function getOrOpen<Value>(values: Map<string, Value>, key: string, open: () => Value): Value {
  const known = values.get(key);
  if (known) return known;
  const fresh = open();
  values.set(key, fresh);
  return fresh;
}

function withoutRun(path: string, line: number, { run }: Sample): UserError {
  return new UserError(`${path}:${line}: no run file says where the samples of ${run} come from`, {
    code: 'RUN_FILE_MISSING',
    fix: 'Restore the run file beside the data file.',
  });
}
