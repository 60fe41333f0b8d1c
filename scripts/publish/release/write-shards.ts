import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Row } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import type { Split } from './split.ts';
import { openParquetFile, type ParquetFile } from './write-parquet.ts';

export type Shards = {
  add(row: Row): void;
  finish(): ReleaseFile[];
};

type Options = {
  folder: string;
  config: Config;
  split: Split;
  tool: string;
  /** A shard that has grown to this many bytes is the last of its rows' home; the next row opens another. */
  maxBytes: number;
};

/** The Parquet files of one config and split: `<config>/<split>-00000.parquet` and on. */
export function openShards({ folder, config, split, tool, maxBytes }: Options): Shards {
  const files: ReleaseFile[] = [];
  let open: ParquetFile | undefined;

  function next(): ParquetFile {
    mkdirSync(join(folder, config.name), { recursive: true });
    return openParquetFile({ path: join(folder, nameOf(files.length)), columns: config.columns, tool });
  }
  function nameOf(number: number): string {
    return `${config.name}/${split}-${String(number).padStart(5, '0')}.parquet`;
  }
  function close(): void {
    if (open) files.push({ path: nameOf(files.length), ...open.finish(), config: config.name, split });
    open = undefined;
  }
  return {
    add(row) {
      open ??= next();
      open.add(row);
      if (open.size() >= maxBytes) close();
    },
    finish() {
      close();
      return files;
    },
  };
}
