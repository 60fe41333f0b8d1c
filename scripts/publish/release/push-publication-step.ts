import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Publishing } from './fetch-publication-state.ts';
import type { Step } from './next-publication-step.ts';

export type StepOptions = Publishing & {
  /** Where the release stands. */
  folder: string;
  /** Files of the release commit: path in the repository → content. */
  committed: ReadonlyMap<string, string>;
  signal: AbortSignal;
};

/** A step that changes something. */
export type Doing = Exclude<Step, { do: 'nothing' | 'refuse' | 'wait-for-digests' }>;

/** Does one step; what comes of it shows when GitHub is looked at again. */
export async function pushStep(step: Doing, options: StepOptions): Promise<void> {
  const { github, place } = options;
  const { repos } = github.rest;
  switch (step.do) {
    case 'commit':
      return pushCommit(options);
    case 'draft':
      return pushDraft(step.target, options);
    case 'delete-draft':
      await repos.deleteRelease({ ...place, release_id: step.release });
      return;
    case 'delete-asset':
      await repos.deleteReleaseAsset({ ...place, asset_id: step.asset });
      return;
    case 'upload':
      return pushAsset(step, options);
    case 'publish': {
      const { release, target } = step;
      await repos.updateRelease({ ...place, release_id: release, target_commitish: target, draft: false });
      return;
    }
    case 'open-pull':
      return pushPull(options);
  }
}

async function pushDraft(target: string, { github, place, publication }: StepOptions): Promise<void> {
  const { tag, title, notes } = publication;
  await github.rest.repos.createRelease({
    ...place,
    tag_name: tag,
    target_commitish: target,
    name: title,
    body: notes,
    draft: true,
  });
}

/** The release commit through the API: a tree with the release's folder, a commit of it, a branch that names it. */
async function pushCommit({ github, place, publication, committed }: StepOptions): Promise<void> {
  const { source, tree: expected, branch, version } = publication;
  const parent = await github.rest.git.getCommit({ ...place, commit_sha: source });
  const { data: tree } = await github.rest.git.createTree({
    ...place,
    base_tree: parent.data.tree.sha,
    tree: [...committed].map(([path, content]) => ({
      path,
      mode: '100644' as const,
      type: 'blob' as const,
      content,
    })),
  });
  if (tree.sha !== expected) throw otherTree(tree.sha, expected);
  const { data: commit } = await github.rest.git.createCommit({
    ...place,
    message: `Release ${version}\n`,
    tree: tree.sha,
    parents: [source],
  });
  await github.rest.git.createRef({ ...place, ref: `refs/heads/${branch}`, sha: commit.sha });
}

/** Streams a file; GitHub wants its length beforehand. A stream is sent once: what failed is looked at anew. */
async function pushAsset(
  { release, asset }: Extract<Step, { do: 'upload' }>,
  { github, folder, signal }: StepOptions,
): Promise<void> {
  await github.request({
    method: 'POST',
    url: release.uploadUrl,
    name: asset.name,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': asset.bytes,
    },
    data: createReadStream(join(folder, asset.path)),
    request: { retries: 0, signal },
  });
}

async function pushPull({ github, place, publication }: StepOptions): Promise<void> {
  const { data: repository } = await github.rest.repos.get(place);
  await github.rest.pulls.create({
    ...place,
    head: publication.branch,
    base: repository.default_branch,
    title: `Release ${publication.version}`,
    body: `Adds \`releases/${publication.version}/\` and nothing else, as the child of the commit that was released. Merge it with a merge commit, so that the history keeps the tag.`,
  });
}

function otherTree(found: string, expected: string): UserError {
  return new UserError(`GitHub made the tree ${found} of the release, where Git makes ${expected}`, {
    code: 'TREE_DIFFERS',
    fix: 'Fetch and build the release again.',
    blame: 'world',
  });
}
