import type { Readable, Writable } from 'node:stream';

/** Everything a command may touch besides files: passed in, so that tests can stand in for it. */
export type World = {
  argv: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where answers to questions come from; without it, or where it is no terminal, nobody is asked. */
  stdin?: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => Date;
  /** Aborts at the first Ctrl-C. */
  signal: AbortSignal;
  /** Has something said before the next Ctrl-C ends the program at once; returns what takes it back. */
  beforeEnd?: (say: () => void) => () => void;
};
