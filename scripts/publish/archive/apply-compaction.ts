import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { sha256Hex } from '../../sample/hash.ts';
import type { ArchivePlace } from '../../sample/run-file.ts';
import { applyBranch, type BranchOutcome } from '../apply-branch.ts';
import { storeFiles } from '../apply-commit.ts';
import type { Author } from '../author.ts';
import { formatCompactionMessage } from '../format-commit-message.ts';
import { formatRunFile } from '../format-run-file.ts';
import { readBlobs } from '../read-objects.ts';
import type { Repository } from '../read-repository.ts';
import { type Contribution, moveFiles, type ShardPlan, shardPath } from './plan-compaction.ts';
import { writeShard } from './write-shard.ts';

type Site = {
  repository: Pick<Repository, 'git' | 'top' | 'base'>;
  env: Record<string, string | undefined>;
  author: Author;
  now: Date;
};

/** What goes, and the blobs of the data files that go. */
export type Compaction = {
  plans: readonly ShardPlan[];
  contributions: readonly Contribution[];
  /** Path → blob. */
  blobs: ReadonlyMap<string, string>;
};

type WrittenShard = { path: string; files: number; bytes: number };

export type Outcome = BranchOutcome & { shards: WrittenShard[] };

/**
 * Moves data files into the archive in one commit on a branch of its own, out of Git objects alone: each file becomes a
 * place in a shard, which its run file names. Run again, it finds what it made.
 * @throws UserError where a file is not what its run file says, or the branch holds something else.
 */
export async function applyCompaction(compaction: Compaction, site: Site): Promise<Outcome> {
  const { repository, author, now } = site;
  const { git } = repository;
  const places = new Map<string, ArchivePlace>();
  const shards: (WrittenShard & { pointer: string })[] = [];
  for (const plan of compaction.plans) {
    const content = await readFiles(plan, compaction.blobs, site);
    const { sha256, bytes, text } = await writeShard({ top: repository.top, env: site.env }, content);
    const path = shardPath(plan, sha256);
    shards.push({ path, files: plan.files.length, bytes, pointer: text });
    for (const file of plan.files) places.set(file.path, { path, offset: file.offset, bytes: file.bytes });
  }
  const changes = [
    ...shards.map(({ path, pointer }) => ({ path, content: pointer })),
    ...movedRunFiles(compaction.contributions, places),
  ];
  const gone = [...places.keys()].map((path) => ({ path, id: undefined }));
  const outcome = await applyBranch(
    {
      branch: `compact/${sha256Hex(shards.map(({ path }) => path).join('\n')).slice(0, 8)}`,
      files: [...(await storeFiles(git, changes)), ...gone],
      author,
      message: formatCompactionMessage({ shards, author }),
    },
    { repository, now },
  );
  return { ...outcome, shards: shards.map(({ pointer: _, ...shard }) => shard) };
}

/** The content of a shard to be, each file held against its run file. */
async function readFiles(
  { files }: ShardPlan,
  blobs: Compaction['blobs'],
  { repository: { top }, env }: Site,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const { bytes } of readBlobs({
    top,
    env,
    ids: files.map(({ path }) => blobs.get(path) ?? ''),
  })) {
    const file = files[parts.length];
    if (!file || createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
      throw new UserError(`${file?.path} has another SHA-256 than its run file says`, {
        code: 'CHECKS_FAILED',
        fix: 'Run "evenhand check" to see all that is wrong with the dataset, and mend it first.',
        blame: 'answer',
      });
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** The run files of what moves, with the places in the archive. */
function movedRunFiles(
  contributions: Compaction['contributions'],
  places: ReadonlyMap<string, ArchivePlace>,
): { path: string; content: string }[] {
  return contributions
    .filter(({ run }) => run.files.some((file) => places.has(file.path)))
    .map(({ path, run }) => ({ path, content: formatRunFile(moveFiles(run, places)) }));
}
