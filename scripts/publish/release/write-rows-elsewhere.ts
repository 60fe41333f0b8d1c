import { Worker } from 'node:worker_threads';
import type { ReleaseFile } from './manifest.ts';
import type { ThreadInput, ThreadOutput, ThreadTask } from './write-rows-thread.ts';

/** Bytes that may wait in the thread: beyond, the reader waits too, so that memory stays bounded. */
const maxWaitingBytes = 16_000_000;

/** Rows that another thread writes. */
export type RowsElsewhere = {
  /** A file of samples. */
  add(lines: Uint8Array): Promise<void>;
  finish(): Promise<ReleaseFile[]>;
  /** Ends the thread where the writing is given up. */
  stop(): Promise<unknown>;
};

/** Starts a thread that writes some configs. Whatever goes wrong there is thrown by the next call. */
export function openRowsElsewhere(task: ThreadTask): RowsElsewhere {
  const worker = new Worker(new URL('write-rows-thread.mjs', import.meta.url), { workerData: task });
  let waitingBytes = 0;
  let wake = () => {};
  let files: ReleaseFile[] | undefined;
  let failure: Error | undefined;

  worker.on('message', (output: ThreadOutput) => {
    if ('taken' in output) waitingBytes -= output.taken;
    else files = output.files;
    wake();
  });
  worker.on('error', end);
  worker.on('exit', (code) =>
    end(new Error(`the thread that writes rows ended with ${code} before it was done`)),
  );

  function end(error: Error): void {
    if (!files) failure ??= error;
    wake();
  }
  async function until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    async add(lines) {
      await until(() => waitingBytes === 0 || waitingBytes + lines.length <= maxWaitingBytes);
      waitingBytes += lines.length;
      // A copy: lines may be a small part of a large buffer, which would go along whole.
      const own = lines.slice();
      worker.postMessage({ lines: own } satisfies ThreadInput, [own.buffer]);
    },
    async finish() {
      worker.postMessage({ end: true } satisfies ThreadInput);
      await until(() => files !== undefined);
      return files ?? [];
    },
    stop: () => worker.terminate(),
  };
}
