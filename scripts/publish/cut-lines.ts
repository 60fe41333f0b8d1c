import { linesOf } from '../sample/split-lines.ts';

/** Bytes of a file that went: `start` up to, not including, `end`. */
type Cut = { start: number; end: number };

/** A file without some of its lines. */
export type CutFile = {
  content: Uint8Array;
  /** Where in the old file the lines stood, in order. */
  cuts: Cut[];
};

/** A sample as a takedown knows it. */
type Row = { id: string; family: string | undefined };

/** The samples of a file. A line that is no sample is none that somebody can name. */
export function rowsOf(bytes: Uint8Array): Row[] {
  return linesOf(bytes).flatMap((line) => readRow(line.bytes) ?? []);
}

/** A file without the lines of some samples; what stays is byte for byte what was there. Undefined where nothing goes. */
export function cutLines(bytes: Uint8Array, ids: ReadonlySet<string>): CutFile | undefined {
  const cuts = linesOf(bytes)
    .filter((line) => ids.has(readRow(line.bytes)?.id ?? ''))
    .map(({ offset, bytes: { length }, terminated }) => ({
      start: offset,
      end: offset + length + (terminated ? 1 : 0),
    }));
  if (cuts.length === 0) return undefined;
  const content = new Uint8Array(bytes.length - cuts.reduce((sum, { start, end }) => sum + end - start, 0));
  let from = 0;
  let to = 0;
  for (const { start, end } of [...cuts, { start: bytes.length, end: bytes.length }]) {
    content.set(bytes.subarray(from, start), to);
    to += start - from;
    from = end;
  }
  return { content, cuts };
}

type Place = { offset: number; bytes: number };

/** Where a stretch of whole lines stands once lines were cut, and how many of its own went. */
export function placeAfterCuts({ offset, bytes }: Place, { cuts }: CutFile): Place & { linesGone: number } {
  const lengthOf = (some: Cut[]) => some.reduce((sum, { start, end }) => sum + end - start, 0);
  const inside = cuts.filter(({ start }) => start >= offset && start < offset + bytes);
  return {
    offset: offset - lengthOf(cuts.filter(({ start }) => start < offset)),
    bytes: bytes - lengthOf(inside),
    linesGone: inside.length,
  };
}

function readRow(line: Uint8Array): Row | undefined {
  try {
    const value = JSON.parse(decoder.decode(line)) as { id?: unknown; family?: { id?: unknown } } | null;
    const family = value?.family?.id;
    if (typeof value?.id !== 'string') return undefined;
    return { id: value.id, family: typeof family === 'string' ? family : undefined };
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
