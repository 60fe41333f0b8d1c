import fc from 'fast-check';
import { expect } from 'vitest';
import type { Check, Entry } from '../../scripts/check/check.ts';
import type { Finding } from '../../scripts/check/finding.ts';
import { parseEntry } from '../../scripts/check/parse-entry.ts';
import { schema } from '../support/samples.ts';

const validateSample = schema('sample');

/** Entries as a pass over a file gives them. */
export function entriesOfText(path: string, text: string, role: Entry['role'] = 'subject'): Entry[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) =>
    parseEntry(
      { line: index + 1, bytes: new TextEncoder().encode(line), terminated: true },
      { path, role },
      validateSample,
    ),
  );
}

/** However the entries are shared out among states and the states merged, the findings are the same. */
export function expectMergeLaw<State>(check: Check<State>, entries: Entry[]): void {
  const expected = sorted(check, stateOf(check, entries), entries);
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: entries.length, maxLength: entries.length }), (shares) => {
      const states = [0, 1, 2].map((share) =>
        stateOf(
          check,
          entries.filter((_, index) => shares[index] === share),
        ),
      );
      const [first = check.empty(), ...others] = states.reverse();
      for (const state of others) check.merge(first, state);
      expect(sorted(check, first, entries)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
}

function stateOf<State>(check: Check<State>, entries: Entry[]): State {
  const state = check.empty();
  for (const entry of entries) {
    if (entry.role === 'subject' || check.comparesWithReferences) check.add(state, entry);
  }
  return state;
}

/** What a check finds, shown again the lines it asks for. */
export function finish<State>(check: Check<State>, state: State, entries: Entry[]): Finding[] {
  for (const { role, path, line } of check.secondLook?.wants(state) ?? []) {
    const entry = entries.find((each) => each.role === role && each.path === path && each.line === line);
    if (entry) check.secondLook?.add(state, entry);
  }
  return check.finish(state);
}

function sorted<State>(check: Check<State>, state: State, entries: Entry[]): string[] {
  return finish(check, state, entries)
    .map((finding) => JSON.stringify(finding))
    .sort();
}
