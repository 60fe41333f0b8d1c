#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Node 20 cannot run TypeScript by itself: tsx teaches it to, then the program starts.
const { main } = await load().catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(
    `error: a package is missing (${error.message.split('\n', 1)[0]})\n  fix: run "npm ci" in the repository.\n`,
  );
  process.exit(3);
});

async function load() {
  await import('./register-typescript.mjs');
  // By default the heap grows to four times what is in use before it is tidied: too much for files of a gigabyte.
  setFlagsFromString('--heap-growing-percent=30');
  return import('./evenhand.ts');
}

// The first Ctrl-C lets what is in flight end and be saved; the second ends at once.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
/** For programs that wait: of one that is busy, only the system can make the second Ctrl-C the end. */
function beforeEnd(say) {
  const end = () => {
    say();
    process.exit(130);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}

// A reader that goes away (`evenhand stats | head`) is no error, and what runs goes on to a whole end.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.stderr.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
  signal: interrupt.signal,
  beforeEnd,
});
