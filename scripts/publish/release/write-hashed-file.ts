import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';

export type HashedFile = { bytes: number; sha256: string };

export type OpenFile = {
  size(): number;
  append(bytes: Uint8Array): void;
  close(): HashedFile;
};

/** A new file that is hashed while it is written. @throws where it exists already. */
export function openHashedFile(path: string): OpenFile {
  const hash = createHash('sha256');
  const file = openSync(path, 'wx');
  let size = 0;
  return {
    size: () => size,
    append(bytes) {
      hash.update(bytes);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      size += bytes.length;
    },
    close() {
      closeSync(file);
      return { bytes: size, sha256: hash.digest('hex') };
    },
  };
}

export function writeHashedFile(path: string, content: Uint8Array | string): HashedFile {
  const file = openHashedFile(path);
  file.append(typeof content === 'string' ? Buffer.from(content) : content);
  return file.close();
}

export async function readHash(path: string): Promise<HashedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
