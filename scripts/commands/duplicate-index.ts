import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { entriesOf } from '../check/check-files.ts';
import { readAlike, textsAt } from '../check/index/read-alike.ts';
import { isAddress, type OpenIndex, readIndex } from '../check/index/read-index.ts';
import { badSegment } from '../check/index/segment-layout.ts';
import { writeIndex } from '../check/index/write-index.ts';
import { describeFile } from '../check/index/write-segment.ts';
import { readFolder } from '../check/read-folder.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { sayCount } from '../report/wording.ts';
import { buildLexicon } from '../sample/lexicon.ts';
import { createSigner } from '../sample/minhash/create-signer.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { namedOrData, requireSampleFiles } from './named-data.ts';
import { openProject, type Project } from './project.ts';

/** Ignored by Git: an index is made from the data, or fetched. */
const defaultIndex = '.evenhand/index';

export const addIndex: AddCommand = (program, world, exit) => {
  const index = program
    .command('index')
    .description('the near-duplicate index: check against millions of samples without having them');
  index
    .command('build')
    .description('bring the index up to date with the data files')
    .argument('[path...]', 'files or folders (default: data/)')
    .option('--index <dir>', 'where the index is', defaultIndex)
    .option('--json', 'print one JSON object on stdout')
    .action(async (paths: string[], options: BuildOptions) => exit(await build(paths, options, world)));
  index
    .command('query')
    .description('the indexed samples that may be like those of a file')
    .argument('<path...>', 'files or folders')
    .option('--index <dir or address>', 'the index', defaultIndex)
    .option('--texts <dir or address>', 'what the indexed paths belong to (default: the dataset)')
    .option('--json', 'print one JSON object on stdout')
    .action(async (paths: string[], options: QueryOptions) => exit(await query(paths, options, world)));
  index
    .command('verify')
    .description('read every byte of the index and compare checksums')
    .option('--index <dir>', 'where the index is', defaultIndex)
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: BuildOptions) => exit(await verify(options, world)));
};

type BuildOptions = { index: string; json?: boolean };
type QueryOptions = BuildOptions & { texts?: string };

async function build(paths: string[], { index, json }: BuildOptions, world: World): Promise<number> {
  requireFolder(index);
  const project = await openProject(world.cwd);
  const named = namedOrData(paths, project, world);
  const files = await readFolder(named, project.root);
  requireSampleFiles(files, named, project);
  const { kept, dropped, added, documents } = await writeIndex({
    folder: resolve(world.cwd, index),
    files,
    ...signingOf(project),
    signal: world.signal,
  });
  if (json) {
    world.stdout.write(
      `${JSON.stringify({ ok: true, documents, kept, dropped, added: added ?? null }, null, 2)}\n`,
    );
    return 0;
  }
  const lines = [
    `The index in ${index} holds ${sayCount(documents, 'sample')}.`,
    kept === 1 ? '1 segment was up to date.' : `${kept} segments were up to date.`,
    ...dropped.map((name) => `${name} was damaged, or its files have changed: built anew.`),
    ...(added
      ? [
          `${added.name} is new: ${sayCount(added.documents, 'sample')}, ${sayCount(added.bands.bytes, 'byte')} of hashes.`,
        ]
      : []),
  ];
  world.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

async function query(paths: string[], { index, texts, json }: QueryOptions, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const subjects = await readFolder(
    paths.map((path) => resolve(world.cwd, path)),
    project.root,
  );
  const open = await openIndexAt(index, world);
  const files = await filesAlike({ subjects, index: open, texts, project, world });
  const places = files.flatMap(({ path, lineNumbers = [] }) => lineNumbers.map((line) => ({ path, line })));
  if (json) world.stdout.write(`${JSON.stringify({ ok: true, places, cost: open.cost }, null, 2)}\n`);
  else {
    const { requests, bytes } = open.cost;
    world.stdout.write(places.map(({ path, line }) => `${path}:${line}\n`).join(''));
    world.stderr.write(
      `${sayCount(places.length, 'indexed sample')} may be alike (${sayCount(requests, 'read')}, ${sayCount(bytes, 'byte')}).\n`,
    );
  }
  return 0;
}

async function verify({ index, json }: BuildOptions, world: World): Promise<number> {
  requireFolder(index);
  const folder = resolve(world.cwd, index);
  const { manifest } = await readIndex(folder, indexOptions(world));
  for (const { name, bands, refs, objects } of manifest.segments) {
    for (const [part, expected] of Object.entries({ bands, refs, 'objects.json': objects })) {
      const found = await describeFile(join(folder, `${name}.${part}`)).catch(() => undefined);
      if (!found) throw badSegment(name, `its .${part} is missing`);
      if (found.sha256 !== expected.sha256) throw badSegment(name, `its .${part} has another SHA-256`);
    }
  }
  const documents = manifest.segments.reduce((sum, segment) => sum + segment.documents, 0);
  if (json)
    world.stdout.write(`${JSON.stringify({ ok: true, documents, segments: manifest.segments.length })}\n`);
  else
    world.stdout.write(
      `All as it was built: ${sayCount(documents, 'sample')} in ${sayCount(manifest.segments.length, 'segment')}.\n`,
    );
  return 0;
}

function requireFolder(index: string): void {
  if (!isAddress(index)) return;
  throw new UserError(`${index} is an address: an index is built and verified on disk`, {
    code: 'WRONG_USE',
    fix: 'Name a folder. "index query" and "check --against" read an address.',
  });
}

/** Whether a path given to --against is an index rather than data. */
export function isIndex(location: string, { cwd }: World): boolean {
  return isAddress(location) || existsSync(join(resolve(cwd, location), 'index.json'));
}

export function openIndexAt(location: string, world: World): Promise<OpenIndex> {
  return readIndex(isAddress(location) ? location : resolve(world.cwd, location), indexOptions(world));
}

type Asked = {
  subjects: SourceFile[];
  index: OpenIndex;
  texts?: string | undefined;
  project: Project;
  world: World;
};

/**
 * What the subjects are to be compared with: of the indexed files the lines that may be like them, and whole the
 * files of the dataset that the index does not cover yet.
 */
export async function filesAlike({ subjects, index, texts, project, world }: Asked): Promise<SourceFile[]> {
  const place = texts ?? project.root;
  const signing = signingOf(project);
  const entries = entriesOf(subjects, 'subject', project.validateSample);
  const alike = await readAlike(entries, {
    ...signing,
    index,
    texts: textsAt(isAddress(place) ? place : resolve(world.cwd, place), index, fetch),
  });
  return [...alike, ...(await filesNotIndexed(index, project))];
}

async function filesNotIndexed(index: OpenIndex, project: Project): Promise<SourceFile[]> {
  const data = dataOf(project);
  if (data.length === 0) return [];
  const indexed = await objectsIn(index);
  return (await readFolder(data, project.root)).filter(({ path }) => !indexed.has(path));
}

/** The data files that an index covers, with their SHA-256. */
export async function objectsIn({ manifest, objects }: OpenIndex): Promise<Map<string, string>> {
  const lists = await Promise.all(manifest.segments.map((segment) => objects(segment)));
  return new Map(lists.flat().map(({ path, sha256 }) => [path, sha256]));
}

function dataOf({ root }: Project): string[] {
  const data = join(root, 'data');
  return existsSync(data) ? [data] : [];
}

/** What the texts of a dataset are signed with. */
export function signingOf({ axes, validateSample }: Pick<Project, 'axes' | 'validateSample'>) {
  return { lexicon: buildLexicon(axes), signer: createSigner(), validateSample };
}

function indexOptions({ env }: World) {
  const cache = env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache');
  return { fetch, cacheFolder: join(cache, 'evenhand', 'index') };
}
