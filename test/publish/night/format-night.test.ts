import { describe, expect, it } from 'vitest';
import type { BiasChange, BiasReport } from '../../../scripts/check/bias/bias-report.ts';
import { formatNight } from '../../../scripts/publish/night/format-night.ts';
import { buildReport } from '../../../scripts/report/build-report.ts';
import { emptySummary } from '../../../scripts/report/summarise.ts';
import { axes } from '../../support/samples.ts';

const check = buildReport({ summary: emptySummary(), axes, findings: [], files: 1, tool: 'evenhand/0' });
const well = {
  commit: 'c'.repeat(40),
  check,
  drift: undefined,
  archive: { files: 0, missing: [] },
  mirror: undefined,
};

function driftOf(status: BiasChange['status']): BiasReport {
  const changes = [{ status } as BiasChange];
  return { headline: 'Bias: something moved.', changes } as BiasReport;
}

describe('formatNight', () => {
  it('is well where nothing is wrong, with or without a release, an archive and a mirror', () => {
    expect(formatNight(well).ok).toBe(true);
    const whole = {
      ...well,
      drift: driftOf('worse'),
      archive: { files: 2, missing: [] },
      mirror: { ok: true },
    };
    expect(formatNight(whole)).toMatchObject({
      ok: true,
      body: expect.stringContaining('2 files, all there.'),
    });
  });

  it.each([
    [{ drift: driftOf('gate') }, 'Bias: something moved.'],
    [{ archive: { files: 2, missing: ['f'.repeat(64)] } }, '1 of 2 are missing.'],
    [{ mirror: { ok: false } }, 'It differs.'],
    [{ check: { ...check, ok: false, verdict: 'Failed: 1 error.' } }, 'Failed: 1 error.'],
  ])('is not where one thing is: %#', (wrong, words) => {
    const { ok, body } = formatNight({ ...well, ...wrong });
    expect(ok).toBe(false);
    expect(body.split('\n').filter((line) => line.includes('❌'))).toEqual([expect.stringContaining(words)]);
  });
});
