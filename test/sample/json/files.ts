import { parseLine } from '../../../scripts/sample/json/parse-line.ts';
import type { JsonProblem } from '../../../scripts/sample/json/problem.ts';
import { splitLines } from '../../../scripts/sample/split-lines.ts';

export async function* chunksOf(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** The problems of a whole data file, one a line at most. */
export async function judgeFile(bytes: Uint8Array): Promise<(JsonProblem & { line: number })[]> {
  const problems: (JsonProblem & { line: number })[] = [];
  for await (const line of splitLines(chunksOf(bytes))) {
    const parsed = parseLine(line.bytes, line);
    if (!parsed.ok) problems.push({ ...parsed.problem, line: line.line });
  }
  return problems;
}

// Array.fromAsync is not in Node 20.
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
