import { compareVersions } from '../release/plan-version.ts';
import { type Drift, filesDiffer, findDrift, wholeDrift } from './drift.ts';
import type { HubState, MirroredFile } from './hub-state.ts';

/** What a mirror is to become. */
export type Release = {
  version: string;
  /** The commit of the dataset that it was built from. */
  source: string;
  /** SHA-256 of its manifest. */
  manifest: string;
  files: readonly MirroredFile[];
};

/** `newer`: the Hub holds a later release, which must not be taken back. */
export type Refusal = { because: 'newer'; version: string } | { because: 'tag-elsewhere'; commit: string };

/** One request, or bundle of requests, that brings the Hub nearer to the release. */
export type Step =
  | { do: 'create' }
  | { do: 'commit'; parent: string; drift: Drift }
  | { do: 'tag'; commit: string }
  | { do: 'nothing'; head: string; tagged: string }
  | { do: 'refuse'; refusal: Refusal };

export function tagOf(version: string): string {
  return `v${version}`;
}

/**
 * What to do next. Each step is decided from what the Hub shows, never from what was sent: a step whose answer was
 * lost is seen to be done, or is done again.
 */
export function nextStep(release: Release, state: HubState | undefined): Step {
  if (!state) return { do: 'create' };
  const refusal = refusalOf(release, state);
  if (refusal) return { do: 'refuse', refusal };
  const drift = findDrift(release.files, state);
  if (filesDiffer(drift)) return { do: 'commit', parent: state.head, drift };
  if (!state.tag) return { do: 'tag', commit: state.head };
  return { do: 'nothing', head: state.head, tagged: state.tag.commit };
}

export function refusalOf(release: Release, state: HubState): Refusal | undefined {
  const { tag, otherVersion } = state;
  if (otherVersion !== undefined && compareVersions(otherVersion, release.version) > 0)
    return { because: 'newer', version: otherVersion };
  if (tag && findDrift(release.files, state).tag === 'elsewhere')
    return { because: 'tag-elsewhere', commit: tag.commit };
  return undefined;
}

/** Where the Hub has gone on to a later release, this one is what its tag names. */
export function driftOf(release: Release, state: HubState | undefined): Drift {
  if (!state) return wholeDrift(release.files);
  const isPast = state.tag && refusalOf(release, state)?.because === 'newer';
  return findDrift(release.files, isPast ? { ...state, files: state.tag?.files ?? [] } : state);
}
