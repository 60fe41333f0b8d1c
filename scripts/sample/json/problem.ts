/** Why bytes are not the JSON asked for. */
export type JsonProblem = {
  code: string;
  /** Counts bytes from 0; the input's length where something is missing at its end. */
  offset: number;
  message: string;
  fix: string;
};

export type Parsed = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

/** Carries a problem out of the depth of a scan; never leaves this folder. */
export class Refusal extends Error {
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const lineFeed = 0x0a;

/** The line and the column of a byte, both from 1, columns in UTF-16 code units. */
export function positionAt(bytes: Uint8Array, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset);
  let line = 1;
  for (const byte of before) if (byte === lineFeed) line += 1;
  const lastLine = before.subarray(before.lastIndexOf(lineFeed) + 1);
  return { line, column: decoder.decode(lastLine).length + 1 };
}

/** The column of a byte in its line, from 1, in UTF-16 code units. */
export function columnAt(bytes: Uint8Array, offset: number): number {
  return positionAt(bytes, offset).column;
}
