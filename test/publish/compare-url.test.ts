import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUrl, pushCommand } from '../../scripts/publish/compare-url.ts';

const request = { base: 'main', branch: 'contribute/2026-11-24-x-7c1e09aa', title: 'Add', body: 'Why' };
const page = '/acme/evenhand/compare/main...contribute/2026-11-24-x-7c1e09aa?quick_pull=1&title=Add&body=Why';

describe('the page of a fork', () => {
  it('asks the upstream repository to take the branch of the fork', () => {
    const url = compareUrl({
      remoteUrl: 'https://github.com/evenhand/evenhand.git',
      pushUrl: 'git@github.com:me/evenhand.git',
      base: 'main',
      branch: 'contribute/x',
      title: 't',
      body: '',
    });
    expect(url).toMatch(/^https:\/\/github\.com\/evenhand\/evenhand\/compare\/main\.\.\.me:contribute\/x\?/);
  });
});

describe('compareUrl', () => {
  it.each([
    ['https://github.com/acme/evenhand.git', 'https://github.com'],
    ['https://github.com/acme/evenhand', 'https://github.com'],
    ['https://github.com/acme/evenhand/', 'https://github.com'],
    ['https://ann:secret@github.com/acme/evenhand.git', 'https://github.com'],
    ['https://git.example.com:8443/acme/evenhand.git', 'https://git.example.com:8443'],
    ['git@github.com:acme/evenhand.git', 'https://github.com'],
    ['GIT@GitHub.com:acme/evenhand', 'https://github.com'],
    ['org-7@github.com:acme/evenhand.git', 'https://github.com'],
    ['github.example.com:acme/evenhand.git', 'https://github.example.com'],
    ['ssh://git@github.com/acme/evenhand.git', 'https://github.com'],
    ['ssh://git@git.example.com:2222/acme/evenhand.git', 'https://git.example.com'],
    ['ssh://git@ssh.github.com:443/acme/evenhand.git', 'https://github.com'],
    ['git://github.com/acme/evenhand.git', 'https://github.com'],
  ])('leads from %s to a page at %s', (remoteUrl, origin) => {
    expect(compareUrl({ remoteUrl, ...request })).toBe(origin + page);
  });

  it.each([
    '/srv/git/evenhand.git',
    '../evenhand',
    'file:///srv/git/evenhand.git',
    'C:\\git\\evenhand',
    'C:/git/evenhand',
    'work:acme/evenhand.git',
    'https://gitlab.com/acme/evenhand.git',
    'git@gitlab.example.com:acme/evenhand.git',
    'https://github.com/evenhand.git',
    'https://github.com/a/b/c.git',
    'https://github.com/acme/even hand',
    '',
  ])('knows no page for %j', (remoteUrl) => {
    expect(compareUrl({ remoteUrl, ...request })).toBeUndefined();
  });

  it('names a fork by its owner', () => {
    const url = compareUrl({
      remoteUrl: 'git@github.com:acme/evenhand.git',
      ...request,
      branch: 'ann:contribute/x',
    });
    expect(url).toContain('/compare/main...ann:contribute/x?');
  });

  it('stays under 8,000 characters, encodes everything, and loses nothing of a short text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 200 }), (title, piece, times) => {
        const body = piece.repeat(times);
        const url =
          compareUrl({ remoteUrl: 'git@github.com:acme/evenhand.git', ...request, title, body }) ?? '';
        expect(url.length).toBeLessThanOrEqual(8_000);
        expect(url).toMatch(/^[\w:/.?=&%~-]+$/);
        const read = new URL(url).searchParams.get('body') ?? '';
        const whole = body.toWellFormed();
        if (read.endsWith('…') && read !== whole) expect(whole.startsWith(read.slice(0, -1))).toBe(true);
        else expect(read).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('pushCommand', () => {
  it('is what the user types next', () => {
    expect(pushCommand({ remote: 'origin', branch: 'contribute/x' })).toBe('git push -u origin contribute/x');
  });
});
