import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { fetchContent } from './fetch-hub-state.ts';
import { type Hub, pageOf } from './hub.ts';
import { type Release, tagOf } from './next-step.ts';
import { type Patience, persist } from './persist.ts';
import type { ReadBack } from './receipt.ts';

type Options = Patience & {
  hub: Hub;
  release: Release;
  paths: readonly string[];
  onRead: (path: string) => void;
};

/**
 * Downloads files through the release's tag, as a consumer would, and holds each to its SHA-256.
 * @throws UserError naming those that differ.
 */
export async function fetchReadBack(options: Options): Promise<ReadBack> {
  const { hub, release, paths, onRead } = options;
  const wanted = new Map(release.files.map((file) => [file.path, file.sha256]));
  const wrong: string[] = [];
  const read: ReadBack = { files: 0, bytes: 0 };
  for (const path of paths) {
    const { sha256, bytes } = await persist(() => hashOf(hub, tagOf(release.version), path), hub, options);
    if (sha256 !== wanted.get(path)) wrong.push(path);
    read.files += 1;
    read.bytes += bytes;
    onRead(path);
  }
  if (wrong.length === 0) return read;
  throw new UserError(`${pageOf(hub)} gives other content than the manifest has: ${wrong.join(', ')}`, {
    code: 'HUB_CONTENT_DIFFERS',
    fix: 'Run the same command again; if it stays so, tell the Hub, and tell consumers to compare with SHA256SUMS.',
    blame: 'world',
  });
}

async function hashOf(hub: Hub, revision: string, path: string): Promise<{ sha256: string; bytes: number }> {
  const answer = await fetchContent(hub, revision, path);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
