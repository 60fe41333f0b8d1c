import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIndex } from '../../../scripts/check/index/write-index.ts';
import { readFolder } from '../../../scripts/check/read-folder.ts';
import { jsonl, textSample } from '../../support/samples.ts';
import {
  build,
  expected,
  newCache,
  newDataset,
  placesAlike,
  signing,
  words,
  write,
} from './indexed-dataset.ts';
import { serveFolder } from './serve-folder.ts';

describe('an index', () => {
  let root = '';
  let server: Awaited<ReturnType<typeof serveFolder>>;
  beforeAll(async () => {
    root = newDataset();
    expect(await build(root)).toMatchObject({ kept: 0, documents: 600 });
    server = await serveFolder(root);
  });
  afterAll(() => server.close());

  it('names the originals of a batch and nothing else, on disk and over HTTP alike', async () => {
    expect((await placesAlike(join(root, 'index'), root)).places).toEqual(expected);
    const remote = await placesAlike(`${server.address}/index`, server.address);
    expect(remote.places).toEqual(expected);
    expect(server.ranges.length).toBeGreaterThan(3);
  });

  it('fetches a segment whole where it would take too many ranges, and keeps it', async () => {
    const asked = server.ranges.length;
    const cache = newCache();
    const first = await placesAlike(`${server.address}/index`, root, 0, cache);
    expect(first.places).toEqual(expected);
    const second = await placesAlike(`${server.address}/index`, root, 1_000, cache);
    expect(second.places).toEqual(expected);
    expect(server.ranges.length).toBe(asked);
    // The manifest and the list of objects alone are asked for again, but for the texts, which stand on disk.
    expect(second.index.cost.bytes).toBeLessThan(first.index.cost.bytes / 2);
  });

  it('fetches anew what was damaged where it was kept', async () => {
    const cache = newCache();
    await placesAlike(`${server.address}/index`, root, 0, cache);
    for (const name of readdirSync(cache)) write(join(cache, name), 128, new Uint8Array(1_000));
    const { places } = await placesAlike(`${server.address}/index`, root, 0, cache);
    expect(places).toEqual(expected);
    for (const name of readdirSync(cache))
      expect(readFileSync(join(cache, name))).toEqual(readFileSync(join(root, 'index', name)));
  });

  it('does not keep what is not as the manifest says', async () => {
    const other = newDataset();
    await build(other);
    const folder = join(other, 'index');
    const name = readdirSync(folder).find((file) => file.endsWith('.bands'))!;
    flip(join(folder, name), -20);
    const cache = newCache();
    const elsewhere = await serveFolder(other);
    const failing = placesAlike(`${elsewhere.address}/index`, other, 0, cache);
    await expect(failing).rejects.toMatchObject({ code: 'BAD_INDEX' });
    expect(readdirSync(cache)).toEqual([]);
    await elsewhere.close();
  });

  it('is as it was where a build is interrupted', async () => {
    const folder = join(root, 'index');
    const before = readdirSync(folder);
    const interrupt = new AbortController();
    let passes = 0;
    const fresh = {
      path: 'fresh.jsonl',
      async *chunks() {
        passes += 1;
        // The first pass is for the file's hash.
        if (passes === 2) interrupt.abort();
        yield Buffer.from(jsonl([textSample(words(1).join(' '))]));
      },
    };
    const files = [...(await readFolder([join(root, '0.jsonl')], root)), fresh];
    const building = writeIndex({ folder, files, ...signing, signal: interrupt.signal });
    await expect(building).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
    expect(passes).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
    expect((await placesAlike(folder, root)).places).toEqual(expected);
  });

  it('keeps what is up to date, and builds anew only what is not', async () => {
    const again = await build(root);
    expect(again).toMatchObject({ kept: 1, dropped: [], added: undefined });
    const more = newDataset();
    await build(more);
    writeFileSync(join(more, '3.jsonl'), jsonl([textSample('One more sample stands here.')]));
    expect(await build(more)).toMatchObject({
      kept: 1,
      dropped: [],
      added: { documents: 1 },
      documents: 601,
    });
    writeFileSync(join(more, '0.jsonl'), jsonl([textSample('The first file has become another one.')]));
    const changed = await build(more);
    expect(changed).toMatchObject({ kept: 1, documents: 402 });
    expect(changed.dropped).toHaveLength(1);
  });
});

describe('a damaged index', () => {
  const damages: Record<string, (folder: string, file: (part: string) => string) => void> = {
    'a flipped bit in the blocks': (_, file) => flip(file('bands'), -20),
    'a flipped bit in the head': (_, file) => flip(file('bands'), 20),
    'a flipped bit in the directory': (_, file) => {
      flip(file('bands'), ...Array.from({ length: 500 }, (_, index) => 128 + index));
    },
    'a directory of zeros': (_, file) => write(file('bands'), 128, new Uint8Array(12 * 3 * 8)),
    'a directory that leaves hashes out': (_, file) => {
      // Of 600 samples two buckets a band, each with where it begins and how many hashes stand before it, and an end.
      for (let entry = 128 + 2 * 8; entry < 128 + 12 * 3 * 8; entry += 3 * 8) {
        const before = readFileSync(file('bands')).readUInt32LE(entry - 4);
        write(file('bands'), entry + 4, Uint32Array.of(before + 1));
      }
    },
    'a flipped bit in the references': (_, file) => {
      flip(file('refs'), ...Array.from({ length: 4_000 }, (_, index) => 130 + 2 * index));
    },
    'a file cut short': (_, file) => truncateSync(file('bands'), 5_000),
    'an older version': (folder) => {
      const path = join(folder, 'index.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"kernel": 1', '"kernel": 0'));
    },
    'a changed dataset': (folder) => {
      const path = join(folder, '../0.jsonl');
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"text":"w\d/g, '"text":"v0'));
    },
  };

  it.each(Object.entries(damages))('with %s is refused, and built anew', async (_, damage) => {
    const root = newDataset();
    await build(root);
    const folder = join(root, 'index');
    const file = (part: string) =>
      join(folder, readdirSync(folder).find((name) => name.endsWith(`.${part}`))!);
    damage(folder, file);
    await expect(placesAlike(folder, root)).rejects.toMatchObject({ code: 'BAD_INDEX' });
    expect(await build(root)).toMatchObject({ kept: 0, documents: 600 });
    const { places } = await placesAlike(folder, root);
    const unchanged = (place: string) => !place.startsWith('0.jsonl');
    expect(places.filter(unchanged)).toEqual(expected.filter(unchanged));
  });

  it('is built anew where its files have the wrong size or version', async () => {
    const root = newDataset();
    await build(root);
    const folder = join(root, 'index');
    damages['a file cut short']!(folder, (part) =>
      join(folder, readdirSync(folder).find((name) => name.endsWith(`.${part}`))!),
    );
    expect((await build(root)).dropped).toHaveLength(1);
    expect((await placesAlike(folder, root)).places).toEqual(expected);
    damages['an older version']!(folder, () => '');
    expect(await build(root)).toMatchObject({ kept: 0, documents: 600 });
  });
});

/** Changes a bit in each of the bytes, counted from the end where negative. */
function flip(path: string, ...places: number[]): void {
  const bytes = readFileSync(path);
  for (const at of places) {
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = bytes[index]! ^ 0x10;
  }
  writeFileSync(path, bytes);
}
