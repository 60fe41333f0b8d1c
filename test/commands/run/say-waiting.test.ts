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
  return { interrupt, stop: sayWaiting({ signal: interrupt.signal, stderr }), said: () => said };
}

it('says at Ctrl-C how long it may take, and what another one does', () => {
  const { interrupt, said } = listen();
  expect(said()).toBe('');
  interrupt.abort();
  expect(said()).toContain('at most 5 minutes');
  expect(said()).toContain('Ctrl-C again ends at once');
});

it('says nothing once the answers are there', () => {
  const { interrupt, stop, said } = listen();
  stop();
  interrupt.abort();
  expect(said()).toBe('');
});
