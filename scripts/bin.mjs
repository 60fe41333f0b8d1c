#!/usr/bin/env node
// Node 20 cannot run TypeScript by itself: tsx teaches it to, then the program starts.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./evenhand.ts');

// The first Ctrl-C lets what is in flight end and be saved; the second ends at once.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that goes away (`evenhand stats | head`) is no error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
  signal: interrupt.signal,
});
