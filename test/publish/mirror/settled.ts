import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Receipt } from '../../../scripts/publish/mirror/receipt.ts';
import { attributesPath, commitAt, contentOf, headOf } from '../hugging-face-hub/repository.ts';
import type { TestHub } from '../hugging-face-hub/start-hub.ts';
import { repo } from './mirror-run.ts';

const repositoryOf = (hub: TestHub) => hub.repositories.get(repo)!;
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Path → SHA-256, sorted by path. */
type Listing = [path: string, sha256: string][];

function listFolder(folder: string): Listing {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => [path, sha256(readFileSync(join(folder, path)))]);
}

/** But for the file that is the Hub's own. */
function listRevision(hub: TestHub, revision: string): Listing {
  const repository = repositoryOf(hub);
  return [...commitAt(repository, revision)!.files]
    .filter(([path]) => path !== attributesPath)
    .map(([path, entry]): Listing[number] => [path, sha256(contentOf(repository, entry))])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @throws unless the Hub holds the release on main and at its one tag, byte for byte, and the receipt says so. */
export function assertSettled(hub: TestHub, folder: string, receipt: Receipt): void {
  const repository = repositoryOf(hub);
  const wanted = listFolder(folder);
  deepEqual(listRevision(hub, 'main'), wanted);
  deepEqual([...repository.tags.keys()], [receipt.tag]);
  deepEqual(listRevision(hub, receipt.tag), wanted);
  const { commit, tagged, files, manifest, version } = receipt;
  equal(commit, headOf(repository).id);
  equal(tagged, repository.tags.get(receipt.tag));
  equal(files, wanted.length);
  equal(manifest, new Map(wanted).get('manifest.json'));
  equal(receipt.tag, `v${version}`);
  // Nobody ever commits what is there already.
  const listings = repository.commits.map(({ files: entries }) => JSON.stringify([...entries].sort()));
  deepEqual(
    listings.filter((listing, index) => listing === listings[index - 1]),
    [],
  );
}

export function titlesOf(hub: TestHub): string[] {
  return repositoryOf(hub).commits.map(({ title }) => title);
}
