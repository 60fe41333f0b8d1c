import { mkdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { formatChecksums, parseChecksums } from '../../benchmark/checksums.ts';
import { fetchFile } from '../../benchmark/fetch-file.ts';
import { isSource, type Source, sources } from '../../benchmark/sources.ts';
import { UserError } from '../../errors.ts';
import { writeFailed } from '../../run/write-failure.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';

type Options = { out: string; from?: string; sha256?: string; json?: boolean };

/** Lies beside the files: `sha256sum --check` reads it. */
const sumsName = 'SHA256SUMS';

export const addDownload: AddCommand = (benchmark, world, exit) => {
  benchmark
    .command('download')
    .description("download a benchmark's official files and hold them to their checksums")
    .argument('<benchmark>', Object.keys(sources).join(', '))
    .option('--out <folder>', 'where to put them; never commit them', 'runs/benchmark-data')
    .option('--from <url>', "another address than the authors' repository, in the place of its root folder")
    .option('--sha256 <hex>', 'the sum that the file must have (benchmarks of one file)', sha256)
    .option('--json', 'print one JSON object on stdout')
    .action(async (name: string, options: Options) => exit(await download(name, options, world)));
};

async function download(name: string, options: Options, world: World): Promise<number> {
  const source = requireSource(name, options);
  const folder = resolve(world.cwd, options.out, name);
  await mkdir(folder, { recursive: true }).catch(writeFailed(folder));
  const sumsPath = join(folder, sumsName);
  const sums = new Map(parseChecksums(await readFile(sumsPath, 'utf8').catch(() => '')));
  const known = new Set(sums.keys());
  for (const file of source.files) {
    const local = basename(file);
    const url = `${(options.from ?? source.base).replace(/\/+$/, '')}/${file}`;
    world.stderr.write(`${url}\n`);
    const expected = options.sha256 ?? sums.get(local);
    const place = { expected, fetch: globalThis.fetch, signal: world.signal };
    sums.set(local, await fetchFile(url, join(folder, local), place));
    await writeFileAtomic(sumsPath, formatChecksums(sums)).catch(writeFailed(sumsPath));
  }
  const files = source.files.map((file) => {
    const local = basename(file);
    return {
      path: join(folder, local),
      sha256: sums.get(local),
      known: known.has(local) || options.sha256 !== undefined,
    };
  });
  world.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: name, licence: source.licence, files }, null, 2)}\n`
      : sayFiles(source, files, world),
  );
  return 0;
}

function sayFiles(
  { licence, use }: Source,
  files: { path: string; sha256: string | undefined; known: boolean }[],
  { cwd }: World,
): string {
  const lines = files.map(
    ({ path, sha256: sum, known }) =>
      `${relative(cwd, path)}\n  SHA-256 ${sum} (${known ? 'as expected' : 'first seen: recorded, later downloads must equal it'})`,
  );
  return `${lines.join('\n')}\n\nLicence: ${licence}; not to be committed here. Use with ${use}.\n`;
}

/** @throws UserError where the benchmark is unknown, or a sum is given for several files. */
function requireSource(name: string, { sha256: sum }: Options): Source {
  if (!isSource(name)) {
    throw new UserError(`"${name}" is not a benchmark that can be downloaded`, {
      code: 'UNKNOWN_BENCHMARK',
      fix: `Use one of ${Object.keys(sources).join(', ')}.`,
    });
  }
  const source: Source = sources[name];
  if (sum === undefined || source.files.length === 1) return source;
  throw new UserError(`${name} has ${source.files.length} files, and --sha256 is the sum of one`, {
    code: 'ONE_SUM_FOR_MANY',
    fix: `Put the sums of all into ${sumsName} in the folder of --out, as sha256sum writes them.`,
  });
}

function sha256(text: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new InvalidArgumentError('It must be 64 hex digits.');
  return text.toLowerCase();
}
