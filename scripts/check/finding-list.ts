import type { Finding } from './finding.ts';

/** A report of more findings helps nobody, and a hostile file could fill the memory with them. */
export const maxFindings = 100_000;

/** The first findings by place, and how many there were besides. */
export type FindingList = { kept: Finding[]; dropped: number };

export function emptyFindingList(): FindingList {
  return { kept: [], dropped: 0 };
}

/** Adds findings in place. */
export function addFindings(list: FindingList, findings: readonly Finding[], max = maxFindings): void {
  for (const finding of findings) list.kept.push(finding);
  // Cutting rarely keeps the cost of sorting small.
  if (list.kept.length >= 2 * max) cut(list, max);
}

/** Takes a list into another: the same are kept whatever the order. */
export function mergeFindingLists(into: FindingList, from: FindingList, max = maxFindings): void {
  addFindings(into, from.kept, max);
  into.dropped += from.dropped;
}

/** The findings kept, and where there were more, one that says how many. */
export function finishFindingList(name: string, list: FindingList, max = maxFindings): Finding[] {
  if (list.kept.length > max) cut(list, max);
  const last = list.kept.at(-1);
  if (list.dropped === 0 || !last) return list.kept;
  const tooMany: Finding = {
    ...last,
    code: 'E_TOO_MANY',
    severity: 'error',
    sample: null,
    message: `the check ${name} found ${list.dropped} more things behind this place, which are not listed`,
    fix: 'Mend what is listed, or split the file, and check again.',
  };
  return [...list.kept, tooMany];
}

function cut(list: FindingList, max: number): void {
  list.kept.sort(byPlace);
  list.dropped += list.kept.length - max;
  list.kept.length = max;
}

function byPlace(a: Finding, b: Finding): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  if (a.column !== b.column) return a.column - b.column;
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.message < b.message ? -1 : Number(a.message > b.message);
}
