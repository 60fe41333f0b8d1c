import { Writable } from 'node:stream';
import { main } from '../../scripts/evenhand.ts';

type Outcome = { code: number; stdout: string; stderr: string };

/** The program in this process: its servers are on this machine. */
export async function runHere(
  cwd: string,
  line: string,
  env: Record<string, string> = {},
  signal = new AbortController().signal,
): Promise<Outcome> {
  const out = sink();
  const err = sink();
  const code = await main({
    argv: line.split(' '),
    cwd,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...env },
    stdout: out.stream,
    stderr: err.stream,
    now: () => new Date(),
    signal,
  });
  return { code, stdout: out.text(), stderr: err.text() };
}

function sink(): { stream: Writable; text(): string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}
