import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersion, planVersion } from '../../../scripts/publish/release/plan-version.ts';
import type { Difference } from '../../../scripts/publish/release/release-plan.ts';

const nothing: Difference = {
  axes: {},
  contributors: {},
  total: { added: 0, removed: 0, relabelled: 0 },
  breaking: [],
  metadata: [],
  takedowns: [],
};
const rows = { ...nothing, total: { added: 1, removed: 0, relabelled: 0 } };

describe('planVersion', () => {
  it.each([
    ['major', { ...rows, breaking: ['the schema of samples changed'] }, '2.0.0'],
    ['minor', { ...rows, metadata: ['LICENSE.md'] }, '1.3.0'],
    ['minor', { ...nothing, total: { added: 0, removed: 1, relabelled: 0 } }, '1.3.0'],
    ['minor', { ...nothing, total: { added: 0, removed: 0, relabelled: 1 } }, '1.3.0'],
    ['patch', { ...nothing, metadata: ['schemas/axes/age.json'] }, '1.2.4'],
  ] as const)('raises the %s part', (bump, difference, version) => {
    expect(
      planVersion('1.2.3', {
        ...difference,
        breaking: [...difference.breaking],
        metadata: [...difference.metadata],
      }),
    ).toEqual({ version, bump });
  });

  it('begins with 0.1.0, and plans nothing where nothing changed', () => {
    expect(planVersion(undefined, rows)).toEqual({ version: '0.1.0', bump: undefined });
    expect(planVersion('0.1.0', nothing)).toBeUndefined();
  });
});

describe('versions', () => {
  it('are ordered by number, not by letter', () => {
    const part = fc.nat(1000);
    const version = fc.tuple(part, part, part);
    fc.assert(
      fc.property(version, version, (a, b) => {
        const index = a.findIndex((each, at) => each !== b[at]);
        const expected = index < 0 ? 0 : Math.sign((a[index] ?? 0) - (b[index] ?? 0));
        expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(expected);
        expect(parseVersion(a.join('.'))).toEqual(a);
      }),
    );
  });

  it.each(['1.2', '01.2.3', '1.2.3-beta', 'v1.2.3', ''])('are not %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
