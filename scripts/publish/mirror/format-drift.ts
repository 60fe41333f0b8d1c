import { visible } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import { type Drift, filesDiffer, isDrift } from './drift.ts';
import { type Hub, pageOf } from './hub.ts';
import type { HubState } from './hub-state.ts';
import { type Release, tagOf } from './next-step.ts';

type Seen = { hub: Pick<Hub, 'url' | 'repo'>; release: Release; state: HubState | undefined; drift: Drift };

/** Names one by one up to here. */
const mostPaths = 30;

/** In what the Hub differs, in words; one line where it does not. */
export function formatDrift({ hub, release, state, drift }: Seen): string {
  const page = pageOf(hub);
  const tag = tagOf(release.version);
  if (!state) return `${page} does not exist.\n`;
  const other = state.otherVersion === undefined ? '' : ` Its main is at ${state.otherVersion}.`;
  if (!isDrift(drift))
    return `${page} holds ${release.version}, file by file, and ${tag} names it.${other}\n`;
  return `${page} is not ${release.version}.${other}\n${formatFiles(drift)}${tagLines[drift.tag](tag, state)}`;
}

function formatFiles({ missing, changed, extra }: Drift): string {
  const lines = [
    ...missing.map((path) => `  missing  ${path}\n`),
    ...changed.map((path) => `  changed  ${path}${path === 'README.md' ? ' (the dataset card)' : ''}\n`),
    // Whoever may write to the Hub chooses these names.
    ...extra.map((path) => `  extra    ${visible(path)}\n`),
  ];
  const left = lines.length - mostPaths;
  return lines.slice(0, mostPaths).join('') + (left > 0 ? `  and ${sayCount(left, 'file')} more\n` : '');
}

const tagLines: Record<Drift['tag'], (tag: string, state: HubState) => string> = {
  none: () => '',
  missing: (tag) => `  missing  tag ${tag}\n`,
  elsewhere: (tag, { tag: found }) =>
    `  tag ${tag} is at ${found?.commit.slice(0, 12)}, which does not hold the release\n`,
};

/** What a mirror would do, before it does it. */
export function formatPlan(seen: Seen): string {
  const { hub, release, state, drift } = seen;
  if (state && !isDrift(drift)) return formatDrift(seen);
  const sent = new Set([...drift.missing, ...drift.changed]);
  const bytes = release.files.filter(({ path }) => sent.has(path)).reduce((sum, file) => sum + file.bytes, 0);
  const steps = [
    ...(state ? [] : ['make the dataset repository']),
    ...(filesDiffer(drift)
      ? [
          `one commit on main: ${sayCount(drift.missing.length, 'file')} added, ${drift.changed.length} changed, ${drift.extra.length} deleted (${sayMegabytes(bytes)} to send)`,
        ]
      : []),
    ...(drift.tag === 'missing' ? [`tag it ${tagOf(release.version)}`] : []),
    'read it back, and write a receipt',
  ];
  return `Evenhand ${release.version} → ${pageOf(hub)}\n${state ? formatFiles(drift) : ''}${steps.map((step, index) => `${index + 1}. ${step}\n`).join('')}`;
}

export function sayMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
}
