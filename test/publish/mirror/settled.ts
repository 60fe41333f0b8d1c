import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Receipt } from '../../../scripts/publish/mirror/receipt.ts';
import { attributesPath, commitAt, contentOf, headOf } from '../hugging-face-hub/repository.ts';
import type { TestHub } from '../hugging-face-hub/start-hub.ts';
import { repo } from './mirror-run.ts';

function filesOf(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** The content at a revision, but for what is the Hub's own. */
export function contentsAt(hub: TestHub, revision: string): Map<string, string> {
  const repository = hub.repositories.get(repo)!;
  const files = [...commitAt(repository, revision)!.files].filter(([path]) => path !== attributesPath);
  return new Map(files.map(([path, entry]) => [path, contentOf(repository, entry).toString('base64')]));
}

/** That the Hub holds the release on main and at its one tag, byte for byte, and that the receipt says so. */
export function expectSettled(hub: TestHub, folder: string, receipt: Receipt): void {
  const repository = hub.repositories.get(repo)!;
  const wanted = new Map(
    filesOf(folder).map((path) => [path, readFileSync(join(folder, path)).toString('base64')]),
  );
  const sorted = (files: Map<string, string>) => [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(sorted(contentsAt(hub, 'main'))).toEqual(sorted(wanted));
  expect([...repository.tags.keys()]).toEqual([receipt.tag]);
  expect(sorted(contentsAt(hub, receipt.tag))).toEqual(sorted(wanted));
  expect(receipt).toMatchObject({
    repo,
    commit: headOf(repository).id,
    tagged: repository.tags.get(receipt.tag),
    files: wanted.size,
    manifest: createHash('sha256')
      .update(readFileSync(join(folder, 'manifest.json')))
      .digest('hex'),
  });
  // Nobody ever commits what is there already.
  const listings = repository.commits.map(({ files }) => JSON.stringify([...files].sort()));
  expect(listings.filter((listing, index) => listing === listings[index - 1])).toEqual([]);
}

export function titlesOf(hub: TestHub): string[] {
  return hub.repositories.get(repo)!.commits.map(({ title }) => title);
}
