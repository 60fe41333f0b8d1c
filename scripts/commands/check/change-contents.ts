import type { ChangedContent, ChangedFile, Side } from '../../check/change/change.ts';
import { fileFinding } from '../../check/file-finding.ts';
import type { Finding } from '../../check/finding.ts';
import type { SourceFile } from '../../check/source-file.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { readBlobs, readTree } from '../../publish/read-objects.ts';
import { maxFileBytes, parseDataPath } from '../../sample/data-path.ts';
import type { World } from '../../world.ts';

/** A pull request that has been read, and the environment to read its contents in. */
type Site = ReadChange & { env: World['env'] };

export function isPlain(side: Side | undefined): side is Side {
  return side?.mode === '100644';
}

export function bySize(
  files: ChangedFile[],
  maxBytes: number,
): { small: ChangedFile[]; large: ChangedFile[] } {
  const isLarge = ({ after }: ChangedFile) => (after?.bytes ?? 0) > maxBytes;
  return { small: files.filter((file) => !isLarge(file)), large: files.filter(isLarge) };
}

/** A file too large to be read is refused unread. */
export function tooLarge({ path, after }: ChangedFile): Finding {
  return fileFinding(path, {
    code: 'E_FILE_SIZE',
    message: `the file has ${after?.bytes} bytes; ${maxFileBytes} are the most`,
    fix: 'Go on in a file <run-id>.2.jsonl; "evenhand contribute" splits by itself.',
  });
}

/** Both sides of some files. */
export async function readSides(files: ChangedFile[], { top, env }: Site): Promise<ChangedContent[]> {
  const sides = files.flatMap(({ before, after }) => [before, after]).filter(isPlain);
  const contents = new Map<string, Uint8Array>();
  const ids = [...new Set(sides.map(({ id }) => id))];
  for await (const { id, bytes } of readBlobs({ top, env, ids })) contents.set(id, bytes);
  const contentOf = (side: Side | undefined) => (isPlain(side) ? contents.get(side.id) : undefined);
  return files.map(({ path, before, after }) => ({
    path,
    before: contentOf(before),
    after: contentOf(after),
  }));
}

/** Streams the new files, and keeps the run files among them. */
export async function* keepRunFiles(
  files: ChangedFile[],
  kept: ChangedContent[],
  site: Site,
): AsyncGenerator<SourceFile> {
  for await (const { path, bytes } of blobsOf(
    files.map(({ path, after }) => ({ path, id: after?.id ?? '' })),
    site,
  )) {
    if (path.endsWith('.run.json')) kept.push({ path, before: undefined, after: bytes });
    yield { path, chunks: () => once(bytes) };
  }
}

/** All files of the runs that some files belong to, as the head has them: a run file answers for each of them. */
export async function runMates(files: ChangedFile[], { git, change }: Site): Promise<Set<string>> {
  const stemOf = (path: string) => path.replace(/(?:\.\d+)?\.jsonl$|\.run\.json$/, '');
  const stems = new Set(files.filter(({ path }) => parseDataPath(path)).map(({ path }) => stemOf(path)));
  const tree = await readTree(git, change.head, ['data/']);
  return new Set(tree.map(({ path }) => path).filter((path) => stems.has(stemOf(path))));
}

/** The data files of the head, or some of them. */
export async function* headFiles(
  paths: ReadonlySet<string> | undefined,
  site: Site,
): AsyncGenerator<SourceFile> {
  const tree = await readTree(site.git, site.change.head, ['data/']);
  const wanted = tree.filter(({ path, mode }) => mode === '100644' && (paths?.has(path) ?? true));
  for await (const { path, bytes } of blobsOf(wanted, site)) yield { path, chunks: () => once(bytes) };
}

async function* blobsOf(
  files: { path: string; id: string }[],
  { top, env }: Site,
): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
  const blobs = readBlobs({ top, env, ids: files.map(({ id }) => id) });
  let index = 0;
  for await (const { bytes } of blobs) {
    yield { path: files[index]?.path ?? '', bytes };
    index += 1;
  }
}

/** The base's data files apart from those that change, or are known otherwise. */
export async function* baseData(site: Site, left: ReadonlySet<string>): AsyncGenerator<SourceFile> {
  const tree = await readTree(site.git, site.change.base, ['data/']);
  const wanted = tree.filter(({ path, mode }) => mode === '100644' && !left.has(path));
  for await (const { path, bytes } of blobsOf(wanted, site)) yield { path, chunks: () => once(bytes) };
}

/** A repository with the commit to read. */
export function sourceAt({ git, top }: Pick<ReadChange, 'git' | 'top'>, commit: string) {
  return { git, top, base: { commit } };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
