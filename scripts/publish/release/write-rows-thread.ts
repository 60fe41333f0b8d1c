import { parentPort, workerData } from 'node:worker_threads';
import type { Sample } from '../../sample/sample.ts';
import { linesOf } from '../../sample/split-lines.ts';
import { configs } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import type { Origin } from './origin.ts';
import { splitOf } from './split.ts';
import { openConfigRows } from './write-config-rows.ts';

/** What a thread is to write. */
export type ThreadTask = {
  folder: string;
  tool: string;
  /** Names of configs. */
  configs: readonly string[];
  origins: ReadonlyMap<string, Origin>;
};

export type ThreadInput = { lines: Uint8Array } | { end: true };

/** How many bytes of lines are written, after each input; the files at the end. */
export type ThreadOutput = { taken: number } | { files: ReleaseFile[] };

const { folder, tool, configs: names, origins } = workerData as ThreadTask;
const rows = openConfigRows({ folder, tool, configs: configs.filter(({ name }) => names.includes(name)) });
const decoder = new TextDecoder();

parentPort?.on('message', (input: ThreadInput) => {
  if ('lines' in input) {
    write(input.lines);
    tell({ taken: input.lines.length });
    return;
  }
  tell({ files: rows.finish() });
  parentPort?.close();
});

function write(lines: Uint8Array): void {
  for (const { bytes } of linesOf(lines)) {
    const sample = JSON.parse(decoder.decode(bytes)) as Sample;
    const origin = origins.get(sample.run);
    if (origin) rows.add(sample, origin, splitOf(sample));
  }
}

function tell(output: ThreadOutput): void {
  parentPort?.postMessage(output);
}
