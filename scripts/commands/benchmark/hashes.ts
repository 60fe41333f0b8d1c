import { mkdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type BenchmarkTexts, parseBenchmarkTexts } from '../../benchmark/hashes/benchmark-texts.ts';
import { buildHashes } from '../../benchmark/hashes/build-hashes.ts';
import { readText } from '../../benchmark/read-text.ts';
import { type BenchmarkHashes, formatHashes } from '../../check/contamination/benchmark-hashes.ts';
import { lexiconDigest } from '../../check/contamination/lexicon-digest.ts';
import { sha256Hex } from '../../sample/hash.ts';
import { buildLexicon } from '../../sample/lexicon.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { openProject } from '../project.ts';

type Options = { out?: string; json?: boolean };

/** Any number will do: it keeps our hashes from being looked up among other people's. */
const salt = 0x65766e68;

export const addBenchmarkHashes: AddCommand = (benchmark, world, exit) => {
  benchmark
    .command('hashes')
    .description("rebuild the hashes by which the contamination check knows a benchmark's texts")
    .argument('<file...>', "StereoSet's dev.json, CrowS-Pairs' .csv, BBQ's .jsonl files, as published")
    .option('--out <dir>', 'write the .hashes files there (default: schemas/benchmarks)')
    .option('--json', 'print one JSON object on stdout')
    .action(async (files: string[], options: Options) => exit(await buildFiles(files, options, world)));
};

async function buildFiles(files: string[], options: Options, world: World): Promise<number> {
  const { root, axes } = await openProject(world.cwd);
  const folder = options.out ? resolve(world.cwd, options.out) : join(root, 'schemas', 'benchmarks');
  const [lexicon, digest] = [buildLexicon(axes), lexiconDigest(axes)];
  const read = await Promise.all(files.map((file) => readTexts(file, world)));
  const built = joinBenchmarks(read).map((texts) =>
    buildHashes({ ...texts, lexicon, lexiconDigest: digest, salt }),
  );
  await mkdir(folder, { recursive: true });
  for (const hashes of built) {
    await writeFileAtomic(join(folder, fileName(hashes)), Buffer.from(formatHashes(hashes)));
  }
  const written = built.map(({ plain, masked, ...about }) => ({
    ...about,
    file: relative(world.cwd, join(folder, fileName(about))),
    hashes: plain.length + masked.length,
  }));
  const lines = written.map(
    ({ file, benchmark, sentences, hashes }) =>
      `${file}: ${benchmark}, ${sentences} texts, ${hashes} hashes\n`,
  );
  world.stdout.write(options.json ? `${JSON.stringify({ written }, null, 2)}\n` : lines.join(''));
  return 0;
}

type FileTexts = BenchmarkTexts & { files: Record<string, string> };

async function readTexts(file: string, { cwd }: World): Promise<FileTexts> {
  const content = await readText(resolve(cwd, file));
  return { ...parseBenchmarkTexts(content, file), files: { [basename(file)]: sha256Hex(content) } };
}

/** A benchmark that comes in several files (BBQ) is one. */
function joinBenchmarks(parts: FileTexts[]): FileTexts[] {
  const joined = new Map<string, FileTexts>();
  for (const part of parts) {
    const known = joined.get(part.benchmark);
    joined.set(part.benchmark, {
      ...part,
      texts: [...(known?.texts ?? []), ...part.texts],
      files: { ...known?.files, ...part.files },
    });
  }
  return [...joined.values()];
}

/** "StereoSet dev" is stereoset-dev.hashes. */
function fileName({ benchmark }: Pick<BenchmarkHashes, 'benchmark'>): string {
  return `${benchmark.toLowerCase().replaceAll(' ', '-')}.hashes`;
}
