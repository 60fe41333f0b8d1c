import { open } from 'node:fs/promises';
import { writeFailed } from './write-failure.ts';

export type Appender = {
  /** Resolves once the line is on the disk. Lines that wait together are written and synced together. */
  append(line: string): Promise<void>;
  /** Where the next line will begin, in bytes. */
  readonly length: number;
  close(): Promise<void>;
};

type Waiting = { line: string; resolve(): void; reject(error: unknown): void };

/** Opens a file of one writer for appending behind its first `length` bytes; what is beyond is cut off. */
export async function openAppender(path: string, length: number): Promise<Appender> {
  const file = await open(path, 'a').catch(writeFailed(path));
  await file.truncate(length);
  let written = length;
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''));
      try {
        await file.appendFile(bytes);
        await file.datasync();
        written += bytes.length;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // A disk that fills up in the middle of a line must not leave half of it.
        await file.truncate(written).catch(() => undefined);
        for (const { reject } of batch) reject(error);
      }
    }
    flushing = undefined;
  }

  return {
    append: (line) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        flushing ??= Promise.resolve().then(flush);
      }).catch(writeFailed(path)),
    get length() {
      return written;
    },
    async close() {
      await flushing;
      await file.close();
    },
  };
}
