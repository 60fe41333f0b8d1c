import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexBands } from '../../scripts/check/index/band-hashes.ts';
import { queriesOf, querySegment } from '../../scripts/check/index/query-segment.ts';
import { readRangesOf } from '../../scripts/check/index/read-ranges.ts';
import { openSegmentWriter } from '../../scripts/check/index/write-segment.ts';
import { randomAt } from '../../scripts/sample/random.ts';

// Builds an index of made-up signatures and asks it for 1,000 samples, of which every tenth is in it:
//     node --import tsx bench/duplicates/index.ts [--samples 100000,1000000,10000000]

const asked = process.argv.indexOf('--samples');
const sizes = (asked < 0 ? '100000,1000000,10000000' : (process.argv[asked + 1] ?? ''))
  .split(',')
  .map(Number);
const batch = 1_000;
const print = (line: string) => process.stdout.write(`${line}\n`);

function hashesOf(document: number, low: Uint32Array, high: Uint8Array): void {
  for (let band = 0; band < indexBands; band++) {
    low[band] = randomAt(document * indexBands + band, 1);
    high[band] = randomAt(document * indexBands + band, 2) & 15;
  }
}

async function measure(samples: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-bench-'));
  let cpu = process.cpuUsage();
  let start = performance.now();
  const writer = await openSegmentWriter(folder);
  const low = new Uint32Array(indexBands);
  const high = new Uint8Array(indexBands);
  for (let document = 0; document < samples; document++) {
    hashesOf(document, low, high);
    writer.add(low, high, { object: 0, offset: document * 500, length: 499, line: document + 1 });
  }
  const segment = await writer.finish([{ path: 'data/x.jsonl', sha256: '' }]);
  if (!segment) return;
  const build = `${((performance.now() - start) / 1000).toFixed(1)} s (CPU ${seconds(cpu)})`;
  const bytes = (segment.bands.bytes / samples).toFixed(1);

  const queries = Array.from({ length: batch }, (_, index) => {
    const hashes = { low: new Uint32Array(indexBands), high: new Uint8Array(indexBands) };
    hashesOf(index % 10 === 0 ? index * 7 : samples + index, hashes.low, hashes.high);
    return hashes;
  });
  const cost = { requests: 0, bytes: 0 };
  const files = {
    name: segment.name,
    bands: await readRangesOf(join(folder, `${segment.name}.bands`), cost),
    refs: await readRangesOf(join(folder, `${segment.name}.refs`), cost),
  };
  cpu = process.cpuUsage();
  start = performance.now();
  const hits = await querySegment(files, queriesOf(queries));
  const query = `${((performance.now() - start) / 1000).toFixed(2)} s (CPU ${seconds(cpu)})`;
  await Promise.all([files.bands.close(), files.refs.close()]);
  const found = new Set(hits.map(({ line }) => line)).size;
  const read = `${(cost.bytes / 1e6).toFixed(1)} MB in ${cost.requests} reads`;
  print(`| ${samples.toLocaleString('en')} | ${build} | ${bytes} | ${query} | ${read} | ${found} |`);
  rmSync(folder, { recursive: true });
}

function seconds(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since);
  return `${((user + system) / 1e6).toFixed(2)} s`;
}

print('| samples | build | bytes a sample (bands) | query of 1,000 | read | documents found |');
print('| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const samples of sizes) await measure(samples);
