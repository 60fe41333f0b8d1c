import type { Sample } from '../../sample/sample.ts';
import type { Config } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import type { Origin } from './origin.ts';
import { type Split, splits } from './split.ts';
import { openShards, type Shards } from './write-shards.ts';

/** Well below what a release's host takes in one file (2 GiB), and what one worker likes to read. */
export const maxShardBytes = 500_000_000;

/** The Parquet files of some configs: each sample goes to those that take its kind. */
export type ConfigRows = {
  add(sample: Sample, origin: Origin, split: Split): void;
  finish(): ReleaseFile[];
};

type Options = { folder: string; configs: readonly Config[]; tool: string };

export function openConfigRows({ folder, configs, tool }: Options): ConfigRows {
  const opened = configs.map((config) => {
    const shards = splits.map((split) =>
      openShards({ folder, config, split, tool, maxBytes: maxShardBytes }),
    );
    return {
      config,
      bySplit: new Map<Split, Shards>(splits.map((split, index) => [split, shards[index] as Shards])),
    };
  });
  return {
    add(sample, origin, split) {
      for (const { config, bySplit } of opened)
        if ((config.kind ?? sample.kind) === sample.kind)
          bySplit.get(split)?.add(config.toRow(sample, origin));
    },
    finish: () => opened.flatMap(({ bySplit }) => [...bySplit.values()].flatMap((shards) => shards.finish())),
  };
}
