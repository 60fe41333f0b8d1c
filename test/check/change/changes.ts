import type { Change, ChangedFile, Side } from '../../../scripts/check/change/change.ts';
import { run } from '../../support/samples.ts';

export const dataPath = `data/gender/2026/${run}.jsonl`;
export const runPath = `data/gender/2026/${run}.run.json`;

/** A side of a changed file; equal names are equal content. */
export function side(name = 'new', mode = '100644'): Side {
  return { mode, id: name.padEnd(40, '0'), bytes: 100 };
}

export function added(path: string, mode?: string): ChangedFile {
  return { path, before: undefined, after: side('new', mode) };
}

export function edited(path: string): ChangedFile {
  return { path, before: side('old'), after: side('new') };
}

export function deleted(path: string): ChangedFile {
  return { path, before: side('old'), after: undefined };
}

/** A change onto a base that holds what the change edits or deletes, and some more paths. */
export function changeOf(files: ChangedFile[], more: string[] = []): Change {
  const held = files.flatMap(({ path, before }) => (before ? [[path, before.id] as const] : []));
  return {
    base: 'b'.repeat(40),
    head: 'c'.repeat(40),
    mergeBases: ['a'.repeat(40)],
    files,
    onBase: new Map([...more.map((path) => [path, side('old').id] as const), ...held]),
  };
}

/** The manifest of a first release that holds nothing. */
export const exampleManifest = {
  schema: 1,
  version: '9.0.0',
  previous: null as { version: string; commit: string } | null,
  commit: 'd'.repeat(40),
  date: '2026-11-24',
  tool: 'evenhand/0.1.0',
  samples: 0,
  families: 0,
  kinds: {},
  langs: {},
  axes: {},
  checks: { ok: true, names: [], errors: 0, warnings: 0, byCode: {} },
  files: [],
};
