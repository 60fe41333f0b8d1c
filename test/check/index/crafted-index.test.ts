import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksum } from '../../../scripts/check/index/checksum.ts';
import { readIndex } from '../../../scripts/check/index/read-index.ts';
import {
  documentAt,
  documentBytes,
  formatHead,
  headBytes,
  parseHead,
  planLayout,
  type SegmentLayout,
} from '../../../scripts/check/index/segment-layout.ts';
import { build, newCache, newDataset, placesAlike, write } from './indexed-dataset.ts';
import { serveFolder } from './serve-folder.ts';

const most = 0xffff_ffff;

/** An index with good checksums whose numbers somebody has chosen. */
type Craft = (file: (part: string) => string, layout: SegmentLayout) => void;

const crafts: Record<string, [Craft, reason: string]> = {
  'a block of 4 GB': [
    (file) => eachBand((band) => write(file('bands'), entryAt(band, 1), Uint32Array.of(most))),
    'its directory is damaged',
  ],
  'a block of all the rest of the file': [
    (file) => {
      const { length } = readFileSync(file('bands'));
      eachBand((band) => {
        write(file('bands'), entryAt(band, 0), Uint32Array.of(0));
        write(file('bands'), entryAt(band, 1), Uint32Array.of(length - entryAt(12, 0)));
      });
    },
    'its directory is damaged',
  ],
  'a block of more hashes than the band has': [
    (file) => eachBand((band) => write(file('bands'), entryAt(band, 1) + 4, Uint32Array.of(most))),
    'its directory is damaged',
  ],
  'a directory of 2^31 buckets': [
    (file, layout) => write(file('bands'), 0, formatHead('bands', { ...layout, bucketBits: 31 })),
    'its head does not fit 600 samples',
  ],
  'more hashes than samples': [
    (file, layout) =>
      write(file('bands'), 0, formatHead('bands', { ...layout, entries: layout.entries.map(() => most) })),
    'its head does not fit 600 samples',
  ],
  'more samples than the index says': [
    (file) => write(file('bands'), 0, formatHead('bands', planLayout(most, new Array(12).fill(0)))),
    `it has ${most} samples, and the index says 600`,
  ],
  'as many samples as no file holds': [
    (file) => {
      write(file('bands'), 0, formatHead('bands', planLayout(most, new Array(12).fill(0))));
      const manifest = file('bands').replace(/[^/]*$/, 'index.json');
      writeFileSync(
        manifest,
        readFileSync(manifest, 'utf8').replace('"documents": 600', `"documents": ${most}`),
      );
    },
    'its .bands has',
  ],
  'samples of 4 GB': [
    (file, layout) => {
      const refs = readFileSync(file('refs'));
      for (let document = 0; document < layout.documents; document++) {
        const at = documentAt(layout, document);
        refs.writeUInt32LE(most, at + 8);
        refs.writeUInt32LE(checksum(refs.subarray(at, at + documentBytes - 4)), at + documentBytes - 4);
      }
      writeFileSync(file('refs'), refs);
    },
    'a reference is longer than a line can be',
  ],
};

/** Of 600 samples each band has two buckets: an entry for each, and one that says where they end. */
const entryAt = (band: number, bucket: number) => headBytes + (band * 3 + bucket) * 8;
const eachBand = (act: (band: number) => void) => Array.from({ length: 12 }, (_, band) => act(band));

describe('an index that somebody made up', () => {
  let root = '';
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let whole: Map<string, Buffer>;
  beforeAll(async () => {
    root = newDataset();
    await build(root);
    const folder = join(root, 'index');
    whole = new Map(
      readdirSync(folder).map((name) => [join(folder, name), readFileSync(join(folder, name))]),
    );
    server = await serveFolder(root);
  });
  afterAll(() => server.close());

  it.each(Object.entries(crafts))('with %s is refused before that is read', async (_, [craft, reason]) => {
    for (const [path, bytes] of whole) writeFileSync(path, bytes);
    const file = (part: string) => [...whole.keys()].find((path) => path.endsWith(`.${part}`)) as string;
    craft(file, parseHead('bands', readFileSync(file('bands')).subarray(0, headBytes), ''));
    for (const location of [join(root, 'index'), `${server.address}/index`]) {
      server.ranges.length = 0;
      const looking = placesAlike(location, root);
      await expect(looking).rejects.toMatchObject({ code: 'BAD_INDEX' });
      await expect(looking).rejects.toThrow(reason);
      for (const range of server.ranges) expect(lengthOf(range)).toBeLessThan(65_536);
    }
  });

  it('whose files say nothing of their size is refused', async () => {
    for (const [path, bytes] of whole) writeFileSync(path, bytes);
    const manifest = join(root, 'index/index.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"bytes": \d+/, '"bytes": -1'));
    await expect(readIndex(join(root, 'index'), { fetch, cacheFolder: newCache() })).rejects.toMatchObject({
      code: 'BAD_INDEX',
    });
  });
});

function lengthOf(range: string): number {
  const [, from = 0, to = 0] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return Number(to) + 1 - Number(from);
}
