import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchmarkHashes, parseHashes } from './benchmark-hashes.ts';

/** The benchmarks whose hashes stand in a folder, by name; none where there is no such folder. */
export async function readBenchmarkHashes(folder: string): Promise<BenchmarkHashes[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.hashes')).sort();
  return Promise.all(
    files.map(async (name) => parseHashes(await readFile(join(folder, name)), join(folder, name))),
  );
}
