import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import { foldPath } from './area.ts';
import type { Change } from './change.ts';

/**
 * New paths that differ from others only in case or normal form: on many machines they are one file, and a checkout
 * gives one the other's content. Folders count as well.
 */
export function judgeCollisions({ files, onBase }: Change): Finding[] {
  const gone = new Set(files.filter(({ after }) => !after).map(({ path }) => path));
  const spellings = new Map<string, string>();
  for (const path of onBase.keys()) {
    if (!gone.has(path)) for (const name of namesOf(path)) spellings.set(foldPath(name), name);
  }
  return files.flatMap(({ path, after }) => {
    if (!after) return [];
    const clash = namesOf(path).find((name) => (spellings.get(foldPath(name)) ?? name) !== name);
    const other = clash && spellings.get(foldPath(clash));
    for (const name of namesOf(path)) if (!spellings.has(foldPath(name))) spellings.set(foldPath(name), name);
    if (!other) return [];
    return [
      fileFinding(path, {
        code: 'E_PATH_CASE',
        message: `the path differs from ${other} only in case or normal form`,
        fix: 'Give it a name of its own: on many machines the two are one file.',
      }),
    ];
  });
}

/** A path and the folders it stands in. */
function namesOf(path: string): string[] {
  const names = [path];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    names.push(path.slice(0, end));
  return names;
}
