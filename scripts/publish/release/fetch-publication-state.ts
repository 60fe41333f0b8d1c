import type { Github } from '../github/fetch-github.ts';
import { statusOf } from '../github/github-failure.ts';
import type { NamedCommit, PublicationState, RemoteRelease, Role } from './next-publication-step.ts';
import type { Publication } from './publication.ts';

/** A repository on GitHub. */
export type Place = { owner: string; repo: string };

export type Publishing = { github: Github; place: Place; publication: Publication };

/** What GitHub shows of a release and of what leads to it. */
export async function fetchPublicationState(publishing: Publishing): Promise<PublicationState> {
  const { github, place, publication } = publishing;
  const { data: repository } = await github.rest.repos.get(place);
  const main = repository.default_branch;
  const [tag, branch] = [
    await fetchNamed(publishing, `tags/${publication.tag}`),
    await fetchNamed(publishing, `heads/${publication.branch}`),
  ];
  const own = branch?.role === 'release' ? branch.commit : undefined;
  return {
    source: await fetchSource(publishing, main),
    tag,
    branch,
    releases: await fetchReleases(publishing),
    pull: branch && (await fetchPull(publishing)),
    isMerged: own !== undefined && (await fetchPosition(publishing, main, own)) === 'behind',
  };
}

/** What a branch or tag names. */
async function fetchNamed(publishing: Publishing, ref: string): Promise<NamedCommit | undefined> {
  const { github, place } = publishing;
  const found = await orAbsent(github.rest.git.getRef({ ...place, ref }));
  if (!found) return undefined;
  const { type, sha } = found.data.object;
  const commit =
    type === 'tag' ? (await github.rest.git.getTag({ ...place, tag_sha: sha })).data.object.sha : sha;
  return { commit, role: await fetchRole(publishing, commit) };
}

/** A release's commit is known by what it holds and by its parent, whoever made it. */
async function fetchRole({ github, place, publication }: Publishing, commit: string): Promise<Role> {
  if (commit === publication.source) return 'source';
  const found = await orAbsent(github.rest.git.getCommit({ ...place, commit_sha: commit }));
  if (!found) return 'other';
  const { tree, parents } = found.data;
  const isOurs =
    tree.sha === publication.tree && parents.length === 1 && parents[0]?.sha === publication.source;
  return isOurs ? 'release' : 'other';
}

async function fetchSource(publishing: Publishing, main: string): Promise<PublicationState['source']> {
  const position = await fetchPosition(publishing, main, publishing.publication.source);
  if (position === undefined) return 'missing';
  return position === 'behind' ? 'merged' : 'not-merged';
}

/** Whether a commit is in the history of a branch; undefined where GitHub does not know it. */
async function fetchPosition(
  { github, place }: Publishing,
  branch: string,
  commit: string,
): Promise<'behind' | 'elsewhere' | undefined> {
  const basehead = `${branch}...${commit}`;
  const found = await orAbsent(
    github.rest.repos.compareCommitsWithBasehead({ ...place, basehead, per_page: 1 }),
  );
  if (!found) return undefined;
  return ['behind', 'identical'].includes(found.data.status) ? 'behind' : 'elsewhere';
}

/** The releases of the tag; drafts are not found by it, so that the whole list is read. */
export async function fetchReleases({ github, place, publication }: Publishing): Promise<RemoteRelease[]> {
  const all = await github.paginate(github.rest.repos.listReleases, { ...place, per_page: 100 });
  const own = all.filter(({ tag_name }) => tag_name === publication.tag).sort((a, b) => a.id - b.id);
  const releases: RemoteRelease[] = [];
  for (const { id, draft, body, target_commitish, html_url, upload_url } of own) {
    const assets = await github.paginate(github.rest.repos.listReleaseAssets, {
      ...place,
      release_id: id,
      per_page: 100,
    });
    releases.push({
      id,
      isDraft: draft,
      notes: body ?? '',
      target: target_commitish,
      url: html_url,
      uploadUrl: upload_url,
      assets: assets.map(({ id: asset, name, size, state, digest }) => ({
        id: asset,
        name,
        bytes: size,
        state,
        digest: digest ?? null,
      })),
    });
  }
  return releases;
}

/** An open pull request, else one that was merged; one that was closed counts for nothing. */
async function fetchPull({ github, place, publication }: Publishing): Promise<string | undefined> {
  const head = `${place.owner}:${publication.branch}`;
  const { data } = await github.rest.pulls.list({ ...place, head, state: 'all', per_page: 100 });
  return data.find(({ state, merged_at }) => state === 'open' || merged_at !== null)?.html_url;
}

/** Undefined where GitHub answers 404. */
async function orAbsent<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  return asked.catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined;
    throw error;
  });
}
