import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseFile } from './manifest.ts';
import type { Split } from './split.ts';
import { openHashedFile } from './write-hashed-file.ts';

const bufferBytes = 1 << 20;

export type JsonlFile = {
  /** A line without its line feed, as it stands in the dataset. */
  add(line: Uint8Array): void;
  finish(): ReleaseFile;
};

/** `jsonl/<kind>/<split>.jsonl`: the dataset's own lines, byte for byte. */
export function openJsonlFile(folder: string, kind: string, split: Split): JsonlFile {
  const path = `jsonl/${kind}/${split}.jsonl`;
  mkdirSync(join(folder, 'jsonl', kind), { recursive: true });
  const file = openHashedFile(join(folder, path));
  const buffer = Buffer.alloc(bufferBytes);
  let used = 0;
  let rows = 0;

  function flush(): void {
    file.append(buffer.subarray(0, used));
    used = 0;
  }
  return {
    add(line) {
      if (used + line.length + 1 > bufferBytes) flush();
      if (line.length + 1 > bufferBytes) {
        file.append(line);
        file.append(Buffer.from('\n'));
      } else {
        buffer.set(line, used);
        used += line.length;
        buffer[used++] = 0x0a;
      }
      rows += 1;
    },
    finish() {
      flush();
      return { path, ...file.close(), rows, split };
    },
  };
}
