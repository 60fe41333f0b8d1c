import type { World } from './world.ts';

/** Whether to colour what goes to a stream: a terminal, and nobody said no (no-color.org). */
export function wantsColor(stream: World['stdout'], env: World['env']): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** Columns to write in; some pseudo-terminals report none or 0. */
export function widthOf(stream: World['stdout']): number {
  return stream.columns || 80;
}

export type Progress = { show(line: string): void; end(): void };

/** Milliseconds between two drawings on a terminal, and between two plain lines elsewhere. */
const terminalIntervalMs = 100;
const plainIntervalMs = 5_000;

/**
 * A progress line on stderr: one line drawn over and over on a terminal, a plain line now and then
 * elsewhere (logs, CI), so that stdout stays clean.
 */
export function startProgress({ stderr, env, now }: Pick<World, 'stderr' | 'env' | 'now'>): Progress {
  const drawsOver = stderr.isTTY === true && !env['CI'];
  const intervalMs = drawsOver ? terminalIntervalMs : plainIntervalMs;
  let lastMs = drawsOver ? 0 : now().getTime();
  let drawn = false;
  return {
    show(line) {
      const nowMs = now().getTime();
      if (nowMs - lastMs < intervalMs) return;
      lastMs = nowMs;
      stderr.write(drawsOver ? `\r\u001B[2K${line.slice(0, widthOf(stderr) - 1)}` : `${line}\n`);
      drawn = drawsOver;
    },
    end() {
      if (drawn) stderr.write('\r\u001B[2K');
    },
  };
}
