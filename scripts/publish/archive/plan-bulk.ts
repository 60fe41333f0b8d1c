import { sha256Hex } from '../../sample/hash.ts';
import { formatPointer } from '../../sample/lfs-pointer.ts';
import type { ArchivePlace, RunFile } from '../../sample/run-file.ts';
import type { Contribution, ContributionFile } from '../contribution.ts';
import { formatRunFile } from '../format-run-file.ts';
import { moveFiles, planCompaction, type ShardPlan, shardPath } from './plan-compaction.ts';

/** A shard to be, with its content; Git gets its pointer. */
export type Shard = { path: string; sha256: string; content: Uint8Array };

export type Bulk = { contribution: Contribution; shards: Shard[] };

/** Small enough to be read whole, and to be fetched for one axis alone. */
const maxShardBytes = 50_000_000;

/** Later than every run. */
const noDay = '9999-12-31';

type Options = {
  /** As it would enter the dataset in plain files. */
  contribution: Contribution;
  runFiles: readonly { path: string; run: RunFile }[];
  /** Paths under data/archive/ that the base has. */
  shards: readonly string[];
};

/**
 * A contribution too large to be read as a difference: its data files go into the archive at once, as compaction would
 * move them there later, and its run files say where each one is.
 */
export function planBulk({ contribution, runFiles, shards: known }: Options): Bulk {
  const contents = new Map(
    contribution.files.map(({ path, content }) => [path, new TextEncoder().encode(content)]),
  );
  const contributions = runFiles.map(({ path, run }) => ({
    path,
    run,
    files: run.files.map((file) => ({ ...file, bytes: contents.get(file.path)?.length ?? 0 })),
  }));
  const plans = planCompaction({ contributions, before: noDay, shards: known, maxBytes: maxShardBytes });
  const places = new Map<string, ArchivePlace>();
  const shards = plans.map((plan) => {
    const shard = toShard(plan, contents, known);
    for (const { path, offset, bytes } of plan.files) places.set(path, { path: shard.path, offset, bytes });
    return shard;
  });
  const samples = new Map(contribution.files.map((file) => [file.path, file.samples]));
  const countOf = ({ files }: ShardPlan) =>
    files.reduce((sum, { path }) => sum + (samples.get(path) ?? 0), 0);
  const pointers = shards.map(({ path, sha256, content }, index) => ({
    path,
    content: formatPointer({ sha256, bytes: content.length }),
    samples: plans[index] ? countOf(plans[index]) : 0,
  }));
  const moved: ContributionFile[] = runFiles.map(({ path, run }) => ({
    path,
    content: formatRunFile(moveFiles(run, places)),
    samples: 0,
  }));
  const branch = contribution.branch.replace(/^contribute\//, 'bulk/');
  return { contribution: { ...contribution, branch, files: [...pointers, ...moved] }, shards };
}

/** A shard of the same axis and content is the same one: the contribution is merged already. */
function toShard(
  plan: ShardPlan,
  contents: ReadonlyMap<string, Uint8Array>,
  known: readonly string[],
): Shard {
  const parts = plan.files.map(({ path }) => contents.get(path) ?? new Uint8Array());
  const content = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  plan.files.forEach(({ offset }, index) => {
    content.set(parts[index] ?? [], offset);
  });
  const sha256 = sha256Hex(content);
  const path = shardPath(plan, sha256);
  const ending = path.replace(/^.*-(?=[0-9a-f]{8}\.jsonl$)/, '-');
  const twin = known.find((other) => other.endsWith(ending) && axisOf(other) === plan.axis);
  return { path: twin ?? path, sha256, content };
}

function axisOf(shard: string): string {
  return shard.replace(/^data\/archive\//, '').replace(/-\d+-[0-9a-f]{8}\.jsonl$/, '');
}
