import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexBands } from '../../scripts/check/index/band-hashes.ts';
import { emptyManifest, manifestName, type SegmentRecord } from '../../scripts/check/index/manifest.ts';
import { queriesOf, querySegment } from '../../scripts/check/index/query-segment.ts';
import { readIndex } from '../../scripts/check/index/read-index.ts';
import { openSegmentWriter } from '../../scripts/check/index/write-segment.ts';
import { randomAt } from '../../scripts/sample/random.ts';
import { serveFolder } from '../../test/check/index/serve-folder.ts';
import { linePlot } from '../bias/plot.ts';

// Builds an index of made-up signatures and asks it for 1,000 samples, of which every tenth is in it, on disk
// and on a server, twice; --write draws what a query reads:
//     node --import tsx bench/duplicates/index.ts [--samples 100000,1000000,10000000] [--write]

const asked = process.argv.indexOf('--samples');
const sizes = (asked < 0 ? '100000,1000000,10000000' : (process.argv[asked + 1] ?? ''))
  .split(',')
  .map(Number);
const batch = 1_000;
const cacheFolder = mkdtempSync(join(tmpdir(), 'evenhand-cache-'));
const print = (line: string) => process.stdout.write(`${line}\n`);

function hashesOf(document: number, low: Uint32Array, high: Uint8Array): void {
  for (let band = 0; band < indexBands; band++) {
    low[band] = randomAt(document * indexBands + band, 1);
    high[band] = randomAt(document * indexBands + band, 2) & 15;
  }
}

type Point = [x: number, y: number];

/** Megabytes read for a whole batch and for a tenth of one. */
async function measure(samples: number): Promise<Point[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-bench-'));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const writer = await openSegmentWriter(folder);
  const low = new Uint32Array(indexBands);
  const high = new Uint8Array(indexBands);
  for (let document = 0; document < samples; document++) {
    hashesOf(document, low, high);
    writer.add(low, high, { object: 0, offset: document * 500, length: 499, line: document + 1 });
  }
  const segment = await writer.finish([{ path: 'data/x.jsonl', sha256: '' }]);
  if (!segment) return [];
  writeFileSync(join(folder, manifestName), JSON.stringify({ ...emptyManifest(), segments: [segment] }));
  const build = `${((performance.now() - start) / 1000).toFixed(1)} s (CPU ${seconds(cpu)})`;
  const bytes = (segment.bands.bytes / samples).toFixed(1);

  const local = await query(folder, segment, batch);
  const tenth = await query(folder, segment, batch / 10);
  const server = await serveFolder(folder);
  const first = await query(server.address, segment, batch);
  const second = await query(server.address, segment, batch);
  await server.close();
  const texts = [local, first, second].map(say).join(' | ');
  print(`| ${samples.toLocaleString('en')} | ${build} | ${bytes} | ${texts} |`);
  rmSync(folder, { recursive: true });
  return [local, tenth].map((cost) => [Math.log10(samples), cost.bytes / 1e6]);
}

type Cost = { seconds: number; cpu: string; bytes: number; requests: number };

/** Asks for so many samples, of which every tenth is indexed. */
async function query(location: string, segment: SegmentRecord, asked: number): Promise<Cost> {
  const queries = Array.from({ length: asked }, (_, index) => {
    const hashes = { low: new Uint32Array(indexBands), high: new Uint8Array(indexBands) };
    hashesOf(index % 10 === 0 ? index * 7 : segment.documents + index, hashes.low, hashes.high);
    return hashes;
  });
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { files, cost } = await readIndex(location, { fetch, cacheFolder });
  const open = await files(segment);
  const hits = await querySegment(open, queriesOf(queries));
  await Promise.all([open.bands.close(), open.refs.close()]);
  const found = new Set(hits.map(({ line }) => line)).size;
  if (found !== asked / 10) throw new Error(`${found} documents found`);
  return { seconds: (performance.now() - start) / 1000, cpu: seconds(cpu), ...cost };
}

function say({ seconds, cpu, bytes, requests }: Cost): string {
  return `${seconds.toFixed(2)} s (CPU ${cpu}), ${(bytes / 1e6).toFixed(1)} MB in ${requests}`;
}

function plotOf(points: Point[][]): string {
  const series = [batch, batch / 10].map((asked, at) => ({
    name: `${asked.toLocaleString('en')} samples`,
    points: points.map((each): Point => each[at] ?? [0, 0]),
    colour: at === 0 ? '#1f6f8b' : '#b5541c',
  }));
  return linePlot({
    title: 'What a query of the index reads',
    xLabel: 'samples in the index (powers of ten)',
    yLabel: 'megabytes read',
    yMax: 10,
    series,
  });
}

function seconds(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since);
  return `${((user + system) / 1e6).toFixed(2)} s`;
}

print('| samples | build | bytes a sample (bands) | query of 1,000, on disk | over HTTP | over HTTP again |');
print('| ---: | ---: | ---: | ---: | ---: | ---: |');
const points: Point[][] = [];
for (const samples of sizes) points.push(await measure(samples));
if (process.argv.includes('--write'))
  writeFileSync(new URL('query-cost.svg', import.meta.url), plotOf(points));
rmSync(cacheFolder, { recursive: true });
