/** A line of a JSONL file, read as JSON, with where it stands. */
export type Row = { value: unknown; place: string };
