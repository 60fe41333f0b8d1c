import type { Bump } from './manifest.ts';
import type { Difference } from './release-plan.ts';

const firstVersion = '0.1.0';

type Next = { version: string; bump: Bump | undefined };

/**
 * Major: the schema or the meaning of labels changed; minor: rows did; patch: only metadata did.
 * Undefined where nothing changed. The first release is 0.1.0.
 */
export function planVersion(previous: string | undefined, difference: Difference): Next | undefined {
  if (previous === undefined) return { version: firstVersion, bump: undefined };
  const bump = bumpOf(difference);
  return bump && { version: raise(previous, bump), bump };
}

function bumpOf({ breaking, total, metadata }: Difference): Bump | undefined {
  if (breaking.length > 0) return 'major';
  if (total.added + total.removed + total.relabelled > 0) return 'minor';
  return metadata.length > 0 ? 'patch' : undefined;
}

function raise(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = parseVersion(version) ?? [];
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Undefined where the text is no version of ours. */
export function parseVersion(text: string): [number, number, number] | undefined {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Negative where the first is the older one. */
export function compareVersions(one: string, other: string): number {
  const a = parseVersion(one) ?? [0, 0, 0];
  const b = parseVersion(other) ?? [0, 0, 0];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
