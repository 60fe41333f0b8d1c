import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { sayWaiting } from '../../../scripts/commands/run/say-waiting.ts';

function listen() {
  let said = '';
  const stderr = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  const interrupt = new AbortController();
  const heard = new Set<() => void>();
  const beforeEnd = (say: () => void) => {
    heard.add(say);
    return () => heard.delete(say);
  };
  const stop = sayWaiting({ signal: interrupt.signal, stderr, beforeEnd }, 'Go on with: this.');
  return { interrupt, stop, said: () => said, heard };
}

it('says at Ctrl-C how long it may take, and what another one does', () => {
  const { interrupt, said } = listen();
  expect(said()).toBe('');
  interrupt.abort();
  expect(said()).toContain('at most 5 minutes');
  expect(said()).toContain('Ctrl-C again ends at once');
});

it('says at another Ctrl-C how to go on, while answers are waited for', () => {
  const { interrupt, stop, said, heard } = listen();
  interrupt.abort();
  for (const say of heard) say();
  expect(said()).toMatch(/\nEnded\. What was answered is saved\.\nGo on with: this\.\n$/);
  stop();
  expect(heard.size).toBe(0);
});

it('says nothing once the answers are there', () => {
  const { interrupt, stop, said, heard } = listen();
  stop();
  interrupt.abort();
  expect(said()).toBe('');
  expect(heard.size).toBe(0);
});
