import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseFile } from './manifest.ts';
import type { Split } from './split.ts';
import { maxShardBytes } from './write-config-rows.ts';
import { type OpenFile, openHashedFile } from './write-hashed-file.ts';

const bufferBytes = 1 << 20;

export type JsonlFiles = {
  /** A line without its line feed, as it stands in the dataset. */
  add(line: Uint8Array): void;
  finish(): ReleaseFile[];
};

/**
 * `jsonl/<kind>/<split>.jsonl`: the dataset's own lines, byte for byte. Once a file has grown to `maxBytes` the lines go
 * on in `<split>.2.jsonl`, and so on.
 */
export function openJsonlFiles(
  folder: string,
  kind: string,
  split: Split,
  maxBytes = maxShardBytes,
): JsonlFiles {
  const files: ReleaseFile[] = [];
  const buffer = Buffer.alloc(bufferBytes);
  let used = 0;
  let rows = 0;
  let open: OpenFile | undefined;

  function path(): string {
    return `jsonl/${kind}/${split}${files.length === 0 ? '' : `.${files.length + 1}`}.jsonl`;
  }
  function next(): OpenFile {
    mkdirSync(join(folder, 'jsonl', kind), { recursive: true });
    return openHashedFile(join(folder, path()));
  }
  function append(bytes: Uint8Array): void {
    open ??= next();
    open.append(bytes);
  }
  function flush(): void {
    if (used > 0) append(buffer.subarray(0, used));
    used = 0;
  }
  function close(): void {
    flush();
    if (open) files.push({ path: path(), ...open.close(), rows, split });
    open = undefined;
    rows = 0;
  }
  return {
    add(line) {
      if ((open?.size() ?? 0) + used >= maxBytes) close();
      if (used + line.length + 1 > bufferBytes) flush();
      if (line.length + 1 > bufferBytes) {
        append(line);
        append(Buffer.from('\n'));
      } else {
        buffer.set(line, used);
        used += line.length;
        buffer[used++] = 0x0a;
      }
      rows += 1;
    },
    finish() {
      close();
      return files;
    },
  };
}
