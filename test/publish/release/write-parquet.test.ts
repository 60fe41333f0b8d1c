import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { asyncBufferFromFile, asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { configs, type Row } from '../../../scripts/publish/release/configs.ts';
import { openParquetFile } from '../../../scripts/publish/release/write-parquet.ts';
import { openShards } from '../../../scripts/publish/release/write-shards.ts';
import { serveFolder } from '../../check/index/serve-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenhand-parquet-'));
const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)) };
const all = configs.find(({ name }) => name === 'all')!;
const text = configs.find(({ name }) => name === 'text')!;

const tool = 'evenhand/0.1.0';
let files = 0;

function write(rows: readonly Row[], { columns } = all): { path: string; bytes: number; rows: number } {
  files += 1;
  const path = join(folder, `${files}.parquet`);
  const file = openParquetFile({ path, columns, tool });
  for (const row of rows) file.add(row);
  return { path, ...file.finish() };
}

const word = fc.string({ unit: 'grapheme', maxLength: 20 });
const messages = fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content: word }), {
  minLength: 1,
});
const plainNames = [
  'id',
  'kind',
  'lang',
  'axis',
  'stance',
  'run',
  'date',
  'provider',
  'licence',
  'contributor',
];
const required = fc.record({
  groups: fc.array(word, { maxLength: 4 }),
  ...Object.fromEntries(plainNames.map((name) => [name, word])),
});
const optional = fc.record(
  {
    association: fc.record({ group: word, term: word, attribute: word }),
    family: fc.record({ id: word, variant: word }),
    text: word,
    messages,
    prompt: messages,
    chosen: messages,
    rejected: messages,
    spec: word,
    model: word,
    terms: word,
  },
  { requiredKeys: [] },
);
const anyRow = fc.tuple(required, optional).map(([one, other]): Row => ({ ...one, ...other }));

describe('a Parquet file', () => {
  it('gives back the rows that were put in, whatever is missing or empty', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
        const { path } = write(rows);
        const read = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
        const present = read.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([, value]) => value != null)),
        );
        expect(present).toEqual(rows.map((row) => ({ ...row })));
      }),
      { numRuns: 60 },
    );
  });

  it('has row groups of 10,000 rows and a page index, so that a reader fetches a few rows by range', async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => ({
      text: `Row ${index}: ${'some words '.repeat(8)}${index ** 2}`,
    }));
    const { path, bytes } = write(rows, text);
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([10_000, 10_000, 5_000]);
    for (const { columns } of metadata.row_groups) {
      expect(columns[0]?.offset_index_offset).toBeDefined();
      expect(columns[0]?.column_index_offset).toBeDefined();
    }
    const server = await serveFolder(folder);
    const file = await asyncBufferFromUrl({ url: `${server.address}/${files}.parquet`, byteLength: bytes });
    const read = await parquetReadObjects({ file, compressors, rowStart: 21_000, rowEnd: 21_003 });
    await server.close();
    expect(read).toEqual(rows.slice(21_000, 21_003));
    const sizes = server.ranges.map((range) => {
      const [from = 0, to = 0] = range.slice(6).split('-').map(Number);
      return to - from + 1;
    });
    expect(sizes.length).toBeGreaterThan(0);
    // The footer of a small file comes with the first read; rows of other groups are not fetched.
    expect(sizes.at(-1)).toBeLessThan(bytes / 4);
  });

  it('goes on in another file where one is full', async () => {
    const shards = openShards({
      folder: join(folder, 'shards'),
      config: text,
      split: 'train',
      tool,
      maxBytes: 1,
    });
    for (let index = 0; index < 25_000; index += 1) shards.add({ text: `${index}` });
    const written = shards.finish();
    expect(written.map(({ path, rows }) => [path, rows])).toEqual([
      ['text/train-00000.parquet', 10_000],
      ['text/train-00001.parquet', 10_000],
      ['text/train-00002.parquet', 5_000],
    ]);
  });
});
