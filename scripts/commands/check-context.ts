import { join } from 'node:path';
import type { CheckContext } from '../check/checks.ts';
import { knownBenchmarks, parseHashes } from '../check/contamination/benchmark-hashes.ts';
import { readBenchmarkHashes } from '../check/contamination/read-benchmark-hashes.ts';
import { readSpecWords } from '../check/safety/read-spec-words.ts';
import { type SpecWords, wordsOfSpec } from '../check/safety/spec-words.ts';
import { openShelf } from '../check/write-shelf.ts';
import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import type { Report } from '../report/report.ts';
import type { World } from '../world.ts';
import { type Project, packageRoot, type Rules } from './project.ts';

/** Reads what the checks need beside the samples from the folder. */
export async function readCheckContext({
  root,
  schemas,
  axes,
}: Project): Promise<Omit<CheckContext, 'bias'>> {
  const [specWords, benchmarks] = await Promise.all([
    readSpecWords(root),
    readBenchmarkHashes(join(schemas, 'benchmarks')),
  ]);
  return { axes, specWords, benchmarks, openShelf };
}

/** The same from a commit; where it has no benchmarks' hashes, this package's serve. */
export async function readBaseContext(
  repository: CommitSource,
  env: World['env'],
  { axes }: Rules,
): Promise<Omit<CheckContext, 'bias'>> {
  const specWords = await readSpecWordsAt(repository, env);
  const own = [];
  for await (const { path, bytes } of readBaseFiles({ repository, env, folder: 'schemas/benchmarks/' })) {
    if (path.endsWith('.hashes')) own.push(parseHashes(bytes, path));
  }
  const benchmarks =
    own.length > 0 ? own : await readBenchmarkHashes(join(packageRoot, 'schemas', 'benchmarks'));
  return { axes, specWords, benchmarks, openShelf };
}

/** The words of the prompt specs that a commit holds. */
export async function readSpecWordsAt(repository: CommitSource, env: World['env']): Promise<SpecWords> {
  const specWords = new Map<string, ReadonlySet<string>>();
  for await (const { path, bytes } of readBaseFiles({ repository, env, folder: 'prompts/' })) {
    if (path.endsWith('.yaml')) specWords.set(path, wordsOfSpec(new TextDecoder().decode(bytes)));
  }
  return specWords;
}

/** For the report: which benchmarks the samples are held against, and which known ones are not. */
export function benchmarksOf({ benchmarks = [] }: Pick<CheckContext, 'benchmarks'>): Report['benchmarks'] {
  const checked = benchmarks.map(({ benchmark }) => benchmark);
  return { checked, notChecked: knownBenchmarks.filter((name) => !checked.includes(name)) };
}
