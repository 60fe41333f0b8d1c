import { accountOf, refuseWriting } from './accounts.ts';
import { type Answer, failure, type Request } from './exchange.ts';
import type { HubData } from './hub-data.ts';
import {
  commitAt,
  contentOf,
  type Entry,
  headOf,
  newRepository,
  pointerOf,
  type Repository,
  sha1,
} from './repository.ts';

export type RepoRoute = (data: HubData, repository: Repository, request: Request, place: Place) => Answer;
export type Place = { repo: string; revision: string; path: string };

/** The Hub does not say whether a repository exists to who has no token. */
export function noRepository(data: HubData, request: Request): Answer {
  return accountOf(data, request) === 'nobody'
    ? failure(401, 'Invalid username or password.')
    : failure(404, 'Repository not found', 'RepoNotFound');
}

export function createRepository(data: HubData, request: Request): Answer {
  const { name, organization, type } = JSON.parse(String(request.body)) as Record<string, string>;
  const repo = `${organization}/${name}`;
  const refused = refuseWriting(data, request, repo);
  if (refused) return refused;
  if (type !== 'dataset') return failure(400, 'This hub keeps datasets');
  if (data.repositories.has(repo)) return failure(409, 'You already created this dataset repo');
  data.repositories.set(repo, newRepository());
  return { status: 200, body: { url: `${data.url}/datasets/${repo}`, id: repo, name: repo } };
}

export const showRefs: RepoRoute = (_, repository) => ({
  status: 200,
  body: {
    branches: [{ name: 'main', ref: 'refs/heads/main', targetCommit: headOf(repository).id }],
    converts: [],
    tags: [...repository.tags].map(([name, targetCommit]) => ({
      name,
      ref: `refs/tags/${name}`,
      targetCommit,
    })),
  },
});

export const showRevision: RepoRoute = (_, repository, __, { repo, revision }) => {
  const commit = commitAt(repository, revision);
  if (!commit) return noRevision(revision);
  return {
    status: 200,
    body: {
      _id: sha1(repo).slice(0, 24),
      id: repo,
      author: repo.split('/')[0],
      sha: commit.id,
      lastModified: '2026-11-24T00:00:00.000Z',
      private: false,
      gated: false,
      disabled: false,
      downloads: 0,
      likes: 0,
      tags: [],
      siblings: [...commit.files.keys()].sort().map((rfilename) => ({ rfilename })),
    },
  };
};

/** Files below a path, folder by folder or all at once, page by page. */
export const showTree: RepoRoute = (data, repository, { query }, { repo, revision, path }) => {
  const commit = commitAt(repository, revision);
  if (!commit) return noRevision(revision);
  const below = path === '' ? '' : `${path}/`;
  const entries = [...commit.files]
    .filter(([name]) => name.startsWith(below))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (path !== '' && entries.length === 0) return failure(404, `"${path}" does not exist`, 'EntryNotFound');
  const all = listEntries(
    entries,
    below,
    query.get('recursive')?.toLowerCase() === 'true' || query.get('recursive') === '1',
  );
  const from = Number(query.get('cursor') ?? 0);
  const to = from + data.limits.pageEntries;
  if (to >= all.length) return { status: 200, body: all.slice(from) };
  const next = new URL(
    `${data.url}/api/datasets/${repo}/tree/${encodeURIComponent(revision)}${path && `/${path}`}`,
  );
  for (const [name, value] of query) next.searchParams.set(name, value);
  next.searchParams.set('cursor', String(to));
  return { status: 200, body: all.slice(from, to), headers: { link: `<${next.href}>; rel="next"` } };
};

function listEntries(entries: [string, Entry][], below: string, recursive: boolean): unknown[] {
  const folders = new Set<string>();
  const files: unknown[] = [];
  for (const [path, entry] of entries) {
    const parts = path.slice(below.length).split('/');
    const depth = recursive ? parts.length : Math.min(parts.length, 2);
    for (let end = 1; end < depth; end++) folders.add(below + parts.slice(0, end).join('/'));
    if (recursive || parts.length === 1) files.push(describe(path, entry));
  }
  return [...[...folders].map((path) => ({ type: 'directory', oid: sha1(path), size: 0, path })), ...files];
}

function describe(path: string, { blob, size, lfs }: Entry) {
  const pointer = lfs && { oid: lfs, size, pointerSize: pointerOf(lfs, size).length };
  return { type: 'file', oid: blob, size, path, ...(pointer && { lfs: pointer }) };
}

export const showPaths: RepoRoute = (_, repository, { body, headers }, { revision }) => {
  const commit = commitAt(repository, revision);
  if (!commit) return noRevision(revision);
  const text = String(body);
  const paths = headers['content-type']?.includes('json')
    ? (JSON.parse(text) as { paths: string[] }).paths
    : new URLSearchParams(text).getAll('paths');
  const found = paths.flatMap((path) => {
    const entry = commit.files.get(path);
    if (entry) return [describe(path, entry)];
    const isFolder = [...commit.files.keys()].some((name) => name.startsWith(`${path}/`));
    return isFolder ? [{ type: 'directory', oid: sha1(path), size: 0, path }] : [];
  });
  return { status: 200, body: found };
};

export const addTag: RepoRoute = (data, repository, request, { repo, revision }) => {
  const refused = refuseWriting(data, request, repo);
  if (refused) return refused;
  const commit = commitAt(repository, revision);
  if (!commit) return noRevision(revision);
  const { tag } = JSON.parse(String(request.body)) as { tag: string };
  if (repository.tags.has(tag)) return failure(409, `Tag reference exists already: ${tag}`);
  repository.tags.set(tag, commit.id);
  return { status: 200, body: {} };
};

/** A file's content; what LFS keeps is elsewhere. */
export const resolveFile: RepoRoute = (data, repository, request, { repo, revision, path }) => {
  const commit = commitAt(repository, revision);
  if (!commit) return noRevision(revision);
  const entry = commit.files.get(path);
  const about = { 'x-repo-commit': commit.id };
  if (!entry)
    return {
      ...failure(404, 'Entry not found', 'EntryNotFound'),
      headers: { ...about, 'x-error-code': 'EntryNotFound' },
    };
  if (entry.lfs === undefined)
    return serve(contentOf(repository, entry), request, { ...about, etag: `"${entry.blob}"` });
  return {
    status: 302,
    headers: {
      ...about,
      location: `${data.storageUrl}/${repo}/${entry.lfs}`,
      'x-linked-size': String(entry.size),
      'x-linked-etag': `"${entry.lfs}"`,
    },
  };
};

export function serve(content: Buffer, { headers }: Request, about: Record<string, string>): Answer {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const type = { 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream', ...about };
  if (start === undefined) return { status: 200, body: content, headers: type };
  const last = Math.min(end ? Number(end) : content.length - 1, content.length - 1);
  return {
    status: 206,
    body: content.subarray(Number(start), last + 1),
    headers: { ...type, 'content-range': `bytes ${start}-${last}/${content.length}` },
  };
}

function noRevision(revision: string): Answer {
  return failure(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
}
