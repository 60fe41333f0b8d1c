import type { Writable } from 'node:stream';

/** Everything a command may touch besides files: passed in, so that tests can stand in for it. */
export type World = {
  argv: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => Date;
  /** Aborts at the first Ctrl-C. */
  signal: AbortSignal;
};
