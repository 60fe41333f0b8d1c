import { describe, expect, it } from 'vitest';
import { hubWaitMs } from '../../../scripts/publish/mirror/hub-wait.ts';

const now = Date.parse('2026-11-25T06:00:00Z');
const waitFor = (headers: Record<string, string>) => hubWaitMs((name) => headers[name] ?? null, now);

describe('the pause that the Hub asks for', () => {
  it.each([
    [{ 'retry-after': '120' }, 121_000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 06:00:30 GMT' }, 31_000],
    // The server's clock is ten minutes ahead of ours.
    [{ 'retry-after': 'Wed, 25 Nov 2026 06:10:30 GMT', date: 'Wed, 25 Nov 2026 06:10:00 GMT' }, 31_000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 05:00:00 GMT' }, 1_000],
    [{ ratelimit: '"api";r=0;t=55' }, 56_000],
    [{ ratelimit: '"resolvers"; r = 0; t = 7' }, 8_000],
    [{ ratelimit: '"api";r=0;t=55', 'retry-after': '3' }, 4_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, expected) => {
    expect(waitFor(headers as Record<string, string>)).toBe(expected);
  });
});
