import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexBands } from './band-hashes.ts';
import { checksum } from './checksum.ts';
import { encodeBand, sortBand } from './encode-band.ts';
import type { FileRecord, IndexedObject, SegmentRecord } from './manifest.ts';
import {
  blocksAt,
  directoryEntryAt,
  documentBytes,
  formatHead,
  headBytes,
  numberBytes,
  planLayout,
  type SegmentLayout,
} from './segment-layout.ts';

/** Where a document stands: the file by its number in the list of objects, and its line in it. */
export type Reference = { object: number; offset: number; length: number; line: number };

export type SegmentWriter = {
  add(low: Uint32Array, high: Uint8Array, reference: Reference): void;
  /** Sorts and writes the segment; undefined where nothing was added. */
  finish(objects: readonly IndexedObject[]): Promise<SegmentRecord | undefined>;
  abandon(): Promise<void>;
};

const spoolBytes = 65_536;
/** Four bytes of low bits, one of high bits. */
const hashBytes = 5;

/**
 * Writes a segment of any size: the hashes of each band go to a file first, and one band at a time is sorted in memory
 * (about 20 bytes a document).
 */
export async function openSegmentWriter(folder: string): Promise<SegmentWriter> {
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.building-'));
  const spools = Array.from({ length: indexBands }, (_, band) => openSpool(join(work, `band-${band}`)));
  const table = openSpool(join(work, 'documents'));
  let documents = 0;
  return {
    add(low, high, reference) {
      documents += 1;
      for (const [band, spool] of spools.entries()) {
        const at = spool.take(hashBytes);
        spool.view.setUint32(at, low[band] as number, true);
        spool.view.setUint8(at + 4, high[band] as number);
      }
      putReference(table, reference);
    },
    async finish(objects) {
      for (const spool of [...spools, table]) spool.close();
      if (documents > 0) {
        const layout = planLayout(documents, []);
        writeBands(work, layout);
        return await nameSegment(folder, work, layout, objects);
      }
      await rm(work, { recursive: true });
      return undefined;
    },
    async abandon() {
      for (const spool of [...spools, table]) spool.close();
      await rm(work, { recursive: true, force: true });
    },
  };
}

function putReference(table: Spool, { object, offset, length, line }: Reference): void {
  const at = table.take(documentBytes);
  table.view.setUint32(at, object, true);
  table.view.setUint32(at + 4, offset, true);
  table.view.setUint32(at + 8, length, true);
  table.view.setUint32(at + 12, line, true);
  const bytes = new Uint8Array(table.view.buffer, at, documentBytes - 4);
  table.view.setUint32(at + documentBytes - 4, checksum(bytes), true);
}

function writeBands(work: string, layout: SegmentLayout): void {
  const bands = openSync(join(work, 'bands'), 'w');
  const refs = openSync(join(work, 'refs'), 'w');
  let blocks = 0;
  let references = headBytes;
  for (let band = 0; band < indexBands; band++) {
    const entries = sortBand(...readHashes(join(work, `band-${band}`)));
    layout.entries.push(entries.count);
    const encoded = encodeBand(entries, band, layout, blocks);
    writeSync(bands, encoded.directory, 0, encoded.directory.length, directoryEntryAt(layout, band, 0));
    writeSync(bands, encoded.blocks, 0, encoded.blocks.length, blocksAt(layout) + blocks);
    blocks += encoded.blocks.length;
    const numbers = packNumbers(entries.documents.subarray(0, entries.count), numberBytes(layout));
    writeSync(refs, numbers, 0, numbers.length, references);
    references += numbers.length;
  }
  const table = readFileSync(join(work, 'documents'));
  writeSync(refs, table, 0, table.length, references);
  for (const [file, kind] of [[bands, 'bands'] as const, [refs, 'refs'] as const]) {
    writeSync(file, formatHead(kind, layout), 0, headBytes, 0);
    fsyncSync(file);
    closeSync(file);
  }
}

function readHashes(path: string): [Uint32Array, Uint8Array] {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const low = new Uint32Array(bytes.length / hashBytes);
  const high = new Uint8Array(low.length);
  for (let i = 0; i < low.length; i++) {
    low[i] = view.getUint32(i * hashBytes, true);
    high[i] = bytes[i * hashBytes + 4] as number;
  }
  return [low, high];
}

function packNumbers(numbers: Uint32Array, width: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length * width);
  for (let i = 0; i < numbers.length; i++) {
    for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = (numbers[i] as number) >>> (byte * 8);
  }
  return bytes;
}

async function nameSegment(
  folder: string,
  work: string,
  { documents }: SegmentLayout,
  objects: readonly IndexedObject[],
): Promise<SegmentRecord> {
  await writeFile(join(work, 'objects.json'), `${JSON.stringify(objects)}\n`);
  const record = {
    documents,
    bands: await describeFile(join(work, 'bands')),
    refs: await describeFile(join(work, 'refs')),
    objects: await describeFile(join(work, 'objects.json')),
  };
  const together = `${record.bands.sha256} ${record.refs.sha256} ${record.objects.sha256}`;
  const name = createHash('sha256').update(together).digest('hex').slice(0, 16);
  for (const part of ['bands', 'refs', 'objects.json'])
    await rename(join(work, part), join(folder, `${name}.${part}`));
  await rm(work, { recursive: true });
  return { name, ...record };
}

export async function describeFile(path: string): Promise<FileRecord> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Uint8Array);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

/** A file that is written in pieces of 64 KiB. */
type Spool = { view: DataView; take(bytes: number): number; close(): void };

function openSpool(path: string): Spool {
  const file = openSync(path, 'w');
  const buffer = new Uint8Array(spoolBytes);
  let used = 0;
  let open = true;
  const flush = () => {
    writeSync(file, buffer, 0, used);
    used = 0;
  };
  return {
    view: new DataView(buffer.buffer),
    take(bytes) {
      if (used + bytes > spoolBytes) flush();
      used += bytes;
      return used - bytes;
    },
    close() {
      if (!open) return;
      open = false;
      flush();
      closeSync(file);
    },
  };
}
