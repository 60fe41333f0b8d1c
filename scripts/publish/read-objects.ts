import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import type { Git } from './apply-git.ts';
import { gitEnvironment } from './git-environment.ts';
import { explainGitFailure } from './git-failure.ts';

/** A file as a commit's tree names it. */
export type TreeEntry = { path: string; mode: string; id: string };

export type Blob = { id: string; bytes: Uint8Array };

const submoduleMode = '160000';

/** The files of a commit, or those under some of its folders or paths, in Git's order; no pattern is special. */
export async function readTree(git: Git, commit: string, paths?: string[]): Promise<TreeEntry[]> {
  if (paths?.length === 0) return [];
  const listing = await git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...(paths ?? [])]);
  return listing.split('\0').flatMap((record) => {
    const groups = /^(?<mode>\d+) \w+ (?<id>[0-9a-f]+)\t(?<path>.*)$/s.exec(record)?.groups;
    return groups ? [{ mode: groups['mode'] ?? '', id: groups['id'] ?? '', path: groups['path'] ?? '' }] : [];
  });
}

/** A submodule's entry names a commit of another repository: there is nothing here to read. */
export function isSubmodule({ mode }: TreeEntry): boolean {
  return mode === submoduleMode;
}

type Options = { top: string; env: Record<string, string | undefined>; ids: string[] };

/**
 * Streams the content of blobs, in the order asked for, through one `git cat-file`; one blob at a time is in
 * memory, whatever bytes it holds.
 * @throws UserError where an object is missing or Git fails.
 */
export async function* readBlobs({ top, env, ids }: Options): AsyncGenerator<Blob> {
  if (ids.length === 0) return;
  const child = spawn('git', ['cat-file', '--batch'], { cwd: top, env: gitEnvironment(env) });
  const failure = new Promise<string>((resolve) => child.once('error', (error) => resolve(error.message)));
  const words = collect(child.stderr);
  // A git that dies early closes the pipe; its own words say why.
  child.stdin.on('error', () => {});
  Readable.from(ids.map((id) => `${id}\n`)).pipe(child.stdin);
  const output = byteReader(child.stdout);
  try {
    for (const id of ids) {
      const blob = await readBlob(output);
      if (!blob) throw explainGitFailure('cat-file', await Promise.race([failure, words]));
      if (blob.problem !== undefined) throw explainGitFailure('cat-file', blob.problem);
      yield { id, bytes: blob.bytes };
    }
  } finally {
    child.kill();
  }
}

type Answer = { problem?: undefined; bytes: Uint8Array } | { problem: string };

/** `<id> blob <size>` LF, the bytes, LF; or `<id> missing` LF. Undefined at the end of the stream. */
async function readBlob(output: ByteReader): Promise<Answer | undefined> {
  const header = await output.readLine();
  if (header === undefined) return undefined;
  const size = / blob (?<size>\d+)$/.exec(header)?.groups?.['size'];
  if (size === undefined) return { problem: `cannot read the object ${header}` };
  const bytes = await output.readBytes(Number(size) + 1);
  return bytes && { bytes: bytes.subarray(0, -1) };
}

type ByteReader = {
  readLine(): Promise<string | undefined>;
  readBytes(length: number): Promise<Uint8Array | undefined>;
};

/** Reads a stream by lines and by lengths, in turn; undefined where it ends first. */
function byteReader(stream: AsyncIterable<Buffer>): ByteReader {
  const source = stream[Symbol.asyncIterator]();
  let chunks: Buffer[] = [];
  let held = 0;

  async function pull(): Promise<boolean> {
    const { done, value } = await source.next();
    if (done) return false;
    chunks.push(value);
    held += value.length;
    return true;
  }
  function take(length: number): Buffer {
    const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    held = all.length - length;
    chunks = held > 0 ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  }
  async function readBytes(length: number): Promise<Buffer | undefined> {
    while (held < length) if (!(await pull())) return undefined;
    return take(length);
  }
  async function readLine(): Promise<string | undefined> {
    for (;;) {
      const end = chunks.length === 1 ? (chunks[0]?.indexOf(10) ?? -1) : Buffer.concat(chunks).indexOf(10);
      if (end >= 0) return take(end + 1).toString('utf8', 0, end);
      if (!(await pull())) return undefined;
    }
  }
  return { readLine, readBytes };
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
