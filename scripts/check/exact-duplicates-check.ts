import { sha256Base32 } from '../sample/hash.ts';
import { normaliseContent } from '../sample/text.ts';
import { addToList, type Check, type Entry, mergeLists } from './check.ts';
import type { Finding, Place } from './finding.ts';

type Copy = Place & { role: Entry['role'] };
/** Hash of the normalised content → everywhere it stands. */
type State = Map<string, Copy[]>;

/** No two samples have the same text once case, punctuation and white space are set aside. */
export const exactDuplicatesCheck: Check<State> = {
  name: 'duplicates',
  comparesWithReferences: true,
  empty: () => new Map(),
  add(state, { path, line, content, sample, role }) {
    if (!content) return;
    addToList(state, contentKey(content), { path, line, column: 1, sample: sample?.id ?? null, role });
  },
  merge: mergeLists,
  finish: (state) => [...state.values()].flatMap(judgeCopies),
};

/** 128 bits, as for ids: two different texts share a key with a chance below 10^-25 at a million samples. */
export function contentKey(content: Parameters<typeof normaliseContent>[0]): string {
  return sha256Base32(normaliseContent(content), 128);
}

function judgeCopies(copies: Copy[]): Finding[] {
  if (copies.length < 2) return [];
  const [original, ...repeats] = copies.toSorted(byAge);
  if (!original) return [];
  return repeats
    .filter(({ role }) => role === 'subject')
    .map(({ role: _, ...place }) => ({
      ...place,
      code: 'E_DUPLICATE',
      severity: 'error' as const,
      message: `the text repeats ${original.path}:${original.line}`,
      fix: 'Remove this line, or change its text.',
      other: { path: original.path, line: original.line, column: 1, sample: original.sample },
      similarity: 1,
    }));
}

/** References first: what is already in the dataset is the original. */
function byAge(a: Copy, b: Copy): number {
  if (a.role !== b.role) return a.role === 'reference' ? -1 : 1;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}
