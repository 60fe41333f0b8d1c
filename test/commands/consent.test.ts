import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { requireConsent } from '../../scripts/commands/consent.ts';

/** A terminal at which somebody types. */
async function ask(typed: string, env: Record<string, string> = {}) {
  let shown = '';
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        shown += String(chunk);
        done();
      },
    }),
    { isTTY: true },
  );
  const asked = requireConsent(
    { yes: false, later: 'Later.', unasked: 'Add --yes.' },
    {
      argv: [],
      cwd: '.',
      env,
      stdin,
      stdout: stderr,
      stderr,
      now: () => new Date(),
      signal: new AbortController().signal,
    },
  );
  stdin.write(typed);
  const error = await asked.then(
    () => undefined,
    ({ code, exitCode, fix }) => ({ code, exitCode, fix }),
  );
  return { shown, error };
}

describe('the question before something is sent', () => {
  it.each(['y\n', 'YES\n', ' y \n'])('goes on at %j', async (typed) => {
    const { shown, error } = await ask(typed);
    expect(error).toBeUndefined();
    expect(shown).toContain('Go on? [y/N]');
  });

  it.each(['\n', 'n\n', 'yesterday\n', 'ja\n'])('stops at %j, and says how to come back', async (typed) => {
    expect((await ask(typed)).error).toEqual({ code: 'NOT_CONFIRMED', exitCode: 1, fix: 'Later.' });
  });

  it('stops at Ctrl-C', async () => {
    expect((await ask('\u0003')).error).toEqual({ code: 'INTERRUPTED', exitCode: 130, fix: 'Later.' });
  });

  it('is not put where a machine runs the command, even on a terminal', async () => {
    const { shown, error } = await ask('y\n', { CI: 'true' });
    expect(error).toEqual({ code: 'NEEDS_YES', exitCode: 2, fix: 'Add --yes.' });
    expect(shown).toBe('');
  });
});
