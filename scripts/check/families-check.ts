import type { Sample } from '../sample/sample.ts';
import type { Check } from './check.ts';
import {
  addVersion,
  emptyFamilyRows,
  type FamilyRows,
  groupVersions,
  mergeFamilyRows,
  type Version,
} from './family-rows.ts';
import type { Finding, Place } from './finding.ts';
import { findingCodes } from './finding-codes.ts';
import { maxFindings } from './finding-list.ts';
import type { OpenShelf } from './shelf.ts';

type State = { rows: FamilyRows; doubts: Doubt[]; samples: Map<string, Sample> };

/** A version that does not go with the first of its family. */
type Doubt = { first: Version; version: Version; reason: 'path' | 'axis' | 'variant' };

/**
 * The versions of a family stand in one file, on one axis, at most one per group. The first look keeps a few numbers
 * of each version; the second reads the samples that findings speak of.
 */
export function familiesCheck(openShelf?: OpenShelf): Check<State> {
  return {
    name: 'families',
    comparesWithReferences: false,
    empty: () => ({ rows: emptyFamilyRows(openShelf), doubts: [], samples: new Map() }),
    add({ rows }, { path, line, sample }) {
      if (sample) addVersion(rows, path, line, sample);
    },
    merge: (into, from) => mergeFamilyRows(into.rows, from.rows),
    secondLook: {
      wants(state) {
        state.doubts = findDoubts(state.rows);
        // The checks that come after have use for the memory.
        state.rows = emptyFamilyRows();
        return state.doubts.flatMap(({ first, version }) =>
          [first, version].map(({ path, line }) => ({ role: 'subject' as const, path, line })),
        );
      },
      add({ samples }, entry) {
        if (entry.sample) samples.set(placeKey(entry), entry.sample);
      },
    },
    finish: ({ doubts, samples }) => doubts.map((doubt) => toFinding(doubt, samples)),
  };
}

function findDoubts(rows: FamilyRows): Doubt[] {
  const doubts: Doubt[] = [];
  for (const versions of groupVersions(rows)) {
    for (const doubt of judgeFamily(versions)) if (doubts.length < maxFindings) doubts.push(doubt);
  }
  return doubts.sort((a, b) => byPlace(a.version, b.version));
}

function judgeFamily(versions: Version[]): Doubt[] {
  const [first, ...rest] = versions.sort(byPlace);
  if (!first) return [];
  const variants = new Set([first.variant]);
  return rest.flatMap((version) => {
    const isRepeated = variants.has(version.variant);
    variants.add(version.variant);
    const reason = doubtfulPart(first, version, isRepeated);
    return reason ? [{ first, version, reason }] : [];
  });
}

function doubtfulPart(first: Version, version: Version, isRepeated: boolean): Doubt['reason'] | undefined {
  if (version.path !== first.path) return 'path';
  if (version.axis !== first.axis) return 'axis';
  return isRepeated ? 'variant' : undefined;
}

function toFinding({ first, version, reason }: Doubt, samples: State['samples']): Finding {
  const other = samples.get(placeKey(first));
  const sample = samples.get(placeKey(version));
  const says = {
    path: `stands in another file than its family (${first.path})`,
    axis: `is on another axis than its family (${other?.axis})`,
    variant: `is the family's second version for "${sample?.family?.variant}"`,
  };
  return {
    code: 'E_FAMILY',
    severity: 'error',
    ...placeOf(version, sample),
    other: placeOf(first, other),
    message: `this version ${says[reason]}`,
    fix: findingCodes.E_FAMILY.fix,
  };
}

function placeOf({ path, line }: Version, sample: Sample | undefined): Place {
  return { path, line, column: 1, sample: sample?.id ?? null };
}

type Spot = Pick<Place, 'path' | 'line'>;

function placeKey({ path, line }: Spot): string {
  return `${line} ${path}`;
}

function byPlace(a: Spot, b: Spot): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}
