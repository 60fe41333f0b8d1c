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

// Builds an index of made-up signatures and asks it for 1,000 samples, of which every tenth is in it, on disk
// and on a server, twice:
//     node --import tsx bench/duplicates/index.ts [--samples 100000,1000000,10000000]

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

async function measure(samples: number): Promise<void> {
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
  if (!segment) return;
  writeFileSync(join(folder, manifestName), JSON.stringify({ ...emptyManifest(), segments: [segment] }));
  const build = `${((performance.now() - start) / 1000).toFixed(1)} s (CPU ${seconds(cpu)})`;
  const bytes = (segment.bands.bytes / samples).toFixed(1);

  const queries = Array.from({ length: batch }, (_, index) => {
    const hashes = { low: new Uint32Array(indexBands), high: new Uint8Array(indexBands) };
    hashesOf(index % 10 === 0 ? index * 7 : samples + index, hashes.low, hashes.high);
    return hashes;
  });
  const local = await query(folder, segment, queries);
  const server = await serveFolder(folder);
  const first = await query(server.address, segment, queries);
  const second = await query(server.address, segment, queries);
  await server.close();
  print(`| ${samples.toLocaleString('en')} | ${build} | ${bytes} | ${local} | ${first} | ${second} |`);
  rmSync(folder, { recursive: true });
}

/** How long it takes, what is read, and how many of the hundred that are indexed are found. */
async function query(
  location: string,
  segment: SegmentRecord,
  queries: Parameters<typeof queriesOf>[0],
): Promise<string> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { files, cost } = await readIndex(location, { fetch, cacheFolder });
  const open = await files(segment);
  const hits = await querySegment(open, queriesOf(queries));
  await Promise.all([open.bands.close(), open.refs.close()]);
  const found = new Set(hits.map(({ line }) => line)).size;
  if (found !== batch / 10) throw new Error(`${found} documents found`);
  const time = `${((performance.now() - start) / 1000).toFixed(2)} s (CPU ${seconds(cpu)})`;
  return `${time}, ${(cost.bytes / 1e6).toFixed(1)} MB in ${cost.requests}`;
}

function seconds(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since);
  return `${((user + system) / 1e6).toFixed(2)} s`;
}

print('| samples | build | bytes a sample (bands) | query of 1,000, on disk | over HTTP | over HTTP again |');
print('| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const samples of sizes) await measure(samples);
rmSync(cacheFolder, { recursive: true });
