import { refuseWriting } from './accounts.ts';
import { type Answer, failure } from './exchange.ts';
import type { HubData } from './hub-data.ts';
import { addCommit, attributesOf, type Change, headOf, isTracked } from './repository.ts';
import type { RepoRoute } from './repository-routes.ts';

/** Says of each file whether it goes into the commit or into LFS. */
export const preupload: RepoRoute = (data, repository, request, { repo }) => {
  const refused = refuseWriting(data, request, repo);
  if (refused) return refused;
  type Ask = { gitAttributes?: string; files: { path: string; size: number; sample: string }[] };
  const { gitAttributes = attributesOf(repository), files } = JSON.parse(String(request.body)) as Ask;
  const isLarge = ({ path, size, sample }: Ask['files'][number]) =>
    size > 0 &&
    (size > data.limits.lfsAbove ||
      isTracked(gitAttributes, path) ||
      Buffer.from(sample, 'base64').includes(0));
  return {
    status: 200,
    body: {
      files: files.map((file) => ({
        path: file.path,
        uploadMode: isLarge(file) ? 'lfs' : 'regular',
        shouldIgnore: false,
      })),
    },
  };
};

/** Git LFS's batch API, with the Hub's own transfer in parts for large objects. */
export const lfsBatch: RepoRoute = (data, repository, request, { repo }) => {
  const refused = refuseWriting(data, request, repo);
  if (refused) return refused;
  type Ask = { operation: string; transfers: string[]; objects: { oid: string; size: number }[] };
  const { operation, transfers, objects } = JSON.parse(String(request.body)) as Ask;
  if (operation !== 'upload') return failure(400, 'This hub takes uploads');
  const inParts = transfers.includes('multipart');
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.git-lfs+json' },
    body: {
      transfer: inParts && objects.some(({ size }) => size > data.limits.partBytes) ? 'multipart' : 'basic',
      objects: objects.map(({ oid, size }) => ({
        oid,
        size,
        authenticated: true,
        ...(!repository.objects.has(oid) && {
          actions: { upload: uploadAction(data, repo, oid, size, inParts) },
        }),
      })),
    },
  };
};

function uploadAction(
  { storageUrl, limits }: HubData,
  repo: string,
  oid: string,
  size: number,
  inParts: boolean,
) {
  const href = `${storageUrl}/${repo}/${oid}`;
  if (!inParts || size <= limits.partBytes) return { href };
  const count = Math.ceil(size / limits.partBytes);
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(5, '0'));
  const parts = Object.fromEntries(numbers.map((number) => [number, `${href}?part=${number}`]));
  return { href: `${href}?complete=1`, header: { chunk_size: String(limits.partBytes), ...parts } };
}

type Line =
  | { key: 'header'; value: { summary: string; parentCommit?: string } }
  | { key: 'file'; value: { path: string; content: string; encoding?: string } }
  | { key: 'lfsFile'; value: { path: string; algo: string; oid: string; size: number } }
  | { key: 'deletedFile'; value: { path: string } };

export const commit: RepoRoute = (data, repository, request, { repo, revision }) => {
  const refused = refuseWriting(data, request, repo);
  if (refused) return refused;
  if (revision !== 'main') return failure(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
  const [header, ...lines] = String(request.body)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  if (header?.key !== 'header' || !header.value.summary)
    return failure(400, 'The first line has to be the header');
  const { summary, parentCommit } = header.value;
  if (parentCommit !== undefined && parentCommit !== headOf(repository).id)
    return failure(412, 'A commit has happened since. Please refresh and try again.');
  const changes: Change[] = [];
  for (const line of lines) {
    const change = changeOf(line, { lfsAbove: data.limits.lfsAbove, repository });
    if ('status' in change) return change;
    changes.push(change);
  }
  const { id } = addCommit(repository, summary, changes);
  return {
    status: 200,
    body: {
      success: true,
      commitOid: id,
      commitUrl: `${data.url}/datasets/${repo}/commit/${id}`,
      hookOutput: '',
    },
  };
};

function changeOf(
  line: Line,
  { lfsAbove, repository }: { lfsAbove: number; repository: Parameters<RepoRoute>[1] },
): Change | Answer {
  if (line.key === 'file') {
    const { path, content, encoding } = line.value;
    const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
    return bytes.length > lfsAbove
      ? failure(413, `${path} is too large for a plain file`)
      : { path, content: bytes };
  }
  if (line.key === 'lfsFile') {
    const { path, oid, size } = line.value;
    if (repository.objects.get(oid)?.length !== size)
      return failure(400, `LFS object of ${path} does not exist`);
    return { path, sha256: oid, size };
  }
  if (line.key !== 'deletedFile') return failure(400, 'Unknown operation');
  const { path } = line.value;
  if (!headOf(repository).files.has(path))
    return failure(404, `A file named ${path} does not exist`, 'EntryNotFound');
  return { path, delete: true };
}
