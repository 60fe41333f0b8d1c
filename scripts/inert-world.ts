import { inertJson, inertTerminal, visible } from './report/inert.ts';
import type { World } from './world.ts';

type Output = World['stdout'];

/**
 * The world with outputs that no text can steer: whatever a command writes and forgot to make inert (what a server
 * answered, a contributor's name, a file's name) becomes visible on its way out. Annotations pass, and on a terminal
 * our own colours, progress line and prompt.
 */
export function inertWorld(world: World): World {
  const json = world.argv.includes('--json');
  return {
    ...world,
    stdout: inertStream(world.stdout, json ? inertJson : inertOutput),
    stderr: inertStream(world.stderr, inertOutput),
  };
}

function inertStream(stream: Output, toInert: (chunk: string, isTerminal: boolean) => string): Output {
  return new Proxy(stream, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'write') return value.bind(target);
      return (chunk: unknown, ...more: unknown[]) =>
        value.call(
          target,
          typeof chunk === 'string' ? toInert(chunk, target.isTTY === true) : chunk,
          ...more,
        );
    },
  });
}

/** Annotations are one chunk of their own: a line like them among other words is a text's. */
const annotations = /^(?:::(?:error|warning|notice) [^\n]*\n)+$/;
const esc = '\u001B';
/** What redraws the progress line, and what readline moves the cursor with: chunks of nothing else. */
const redraw = new RegExp(String.raw`^\r${esc}\[2K`);
const cursorMoves = new RegExp(String.raw`^(?:\r?\n|${esc}\[\d*[A-K])+$`);
/** The colours of picocolors. */
const color = new RegExp(String.raw`(${esc}\[(?:[0-79]|[1-49]\d)m)`);

/** One chunk of what a command writes: whole lines. */
export function inertOutput(chunk: string, isTerminal: boolean): string {
  if (annotations.test(chunk)) return byLine(chunk, visible);
  if (!isTerminal) return byLine(chunk, inertLine);
  if (cursorMoves.test(chunk)) return chunk;
  const [own = ''] = redraw.exec(chunk) ?? [];
  // With one group, every second part is a colour.
  const parts = chunk.slice(own.length).split(color);
  return own + parts.map((part, at) => (at % 2 === 1 ? part : byLine(part, inertLine))).join('');
}

function byLine(text: string, toInert: (line: string) => string): string {
  return text.split('\n').map(toInert).join('\n');
}

/** Tabs stand in what is printed to be copied, and move nothing. */
function inertLine(line: string): string {
  return line.split('\t').map(inertTerminal).join('\t');
}
