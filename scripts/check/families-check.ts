import { addToList, type Check, mergeLists } from './check.ts';
import type { Finding, Place } from './finding.ts';

type Member = Place & { axis: string; variant: string };
/** Family id → its versions. */
type State = Map<string, Member[]>;

/** The versions of a family stand in one file, on one axis, at most one per group. */
export const familiesCheck: Check<State> = {
  name: 'families',
  comparesWithReferences: false,
  empty: () => new Map(),
  add(state, { path, line, sample }) {
    if (!sample?.family) return;
    const { id, variant } = sample.family;
    addToList(state, id, { path, line, column: 1, sample: sample.id, axis: sample.axis, variant });
  },
  merge: mergeLists,
  finish: (state) => [...state.values()].flatMap(judgeFamily),
};

function judgeFamily(members: Member[]): Finding[] {
  const [first, ...rest] = [...members].sort(byPlace);
  if (!first) return [];
  const variants = new Set([first.variant]);
  return rest.flatMap((member) => {
    const repeated = variants.has(member.variant);
    variants.add(member.variant);
    const reason = familyProblem(first, member, repeated);
    if (!reason) return [];
    const { path, line, column, sample } = member;
    const other = { path: first.path, line: first.line, column: first.column, sample: first.sample };
    return [
      {
        code: 'E_FAMILY',
        severity: 'error' as const,
        path,
        line,
        column,
        sample,
        other,
        message: `this version ${reason}`,
        fix: 'Keep the versions of a family in one file and axis, one per group; give another text another family.',
      },
    ];
  });
}

function familyProblem(first: Member, member: Member, repeated: boolean): string | undefined {
  if (member.path !== first.path) return `stands in another file than its family (${first.path})`;
  if (member.axis !== first.axis) return `is on another axis than its family (${first.axis})`;
  return repeated ? `is the family's second version for "${member.variant}"` : undefined;
}

function byPlace(a: Place, b: Place): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}
