import { canonicalJson } from './canonical-json.ts';

/** A sample that was removed for good (`schemas/tombstone.schema.json`, a line of `data/tombstones.jsonl`). */
export type Tombstone = {
  id: string;
  /** The day of the takedown, yyyy-mm-dd, UTC. */
  date: string;
  reason: string;
};

/** The line of the tombstones file, with its line feed. */
export function formatTombstone({ id, date, reason }: Tombstone): string {
  return `${canonicalJson({ id, date, reason })}\n`;
}
