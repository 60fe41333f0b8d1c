import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, Row } from './configs.ts';
import { parquetSchema } from './parquet-schema.ts';
import { type HashedFile, openHashedFile } from './write-hashed-file.ts';

/** Rows of a row group: a few megabytes, so that a viewer or a filter reads little for a few rows. */
const rowGroupRows = 10_000;
/** Bytes of a page before compression. The page index lets a reader fetch single pages. */
const pageBytes = 262_144;

/** As small as 6 on prose, in three quarters of its time. */
const gzipLevel = 5;

type WrittenFile = HashedFile & { rows: number };

export type ParquetFile = {
  /** Bytes on disk so far. */
  size(): number;
  add(row: Row): void;
  /** Writes what is left, the indexes and the footer. */
  finish(): WrittenFile;
};

type Options = {
  path: string;
  columns: readonly Column[];
  /** Who wrote it: `evenhand/0.1.0`. */
  tool: string;
};

/** Writes a Parquet file row group by row group; one group is in memory at a time. Equal rows give equal bytes. */
export function openParquetFile({ path, columns, tool }: Options): ParquetFile {
  const file = openHashedFile(path);
  const writer = Object.assign(new ByteWriter(1 << 20), { flush });
  const parquet = new ParquetWriter({
    writer,
    schema: parquetSchema(columns),
    codec: 'GZIP',
    compressors: { GZIP: (bytes) => gzipSync(bytes, { level: gzipLevel }) },
    createdBy: tool,
  });
  let rows: Row[] = [];
  let total = 0;

  /** Called by the Parquet writer behind each row group. */
  function flush(): void {
    file.append(writer.getBytes());
    writer.index = 0;
  }
  function writeGroup(): void {
    const columnData = columns.map(({ name }) => ({
      name,
      data: rows.map((row) => row[name]),
      columnIndex: true,
    }));
    parquet.write({ columnData, rowGroupSize: rowGroupRows, pageSize: pageBytes });
    total += rows.length;
    rows = [];
  }
  return {
    size: file.size,
    add(row) {
      rows.push(row);
      if (rows.length === rowGroupRows) writeGroup();
    },
    finish() {
      if (rows.length > 0) writeGroup();
      parquet.finish();
      flush();
      return { ...file.close(), rows: total };
    },
  };
}
