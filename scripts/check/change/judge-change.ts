import { parseDataPath } from '../../sample/data-path.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import { type Area, areaOf, releaseOf } from './area.ts';
import type { Change, ChangedFile, ChangeKind } from './change.ts';
import { judgeCollisions } from './judge-collisions.ts';
import { judgeMode } from './judge-mode.ts';

/** GitHub shows the diff of at most so many files. */
const maxFiles = 300;
/** A contribution of more files is refused for that: a finding for each would only fill the memory. */
const maxJudged = 3_000;

export type JudgedChange = { kind: ChangeKind; findings: Finding[] };

/** Which kind of change this is, and in what it breaks that kind's path rules; contents are judged elsewhere. */
export function judgeChange(whole: Change): JudgedChange {
  const kind = kindOf(whole.files);
  const change = kind === 'contribution' ? { ...whole, files: whole.files.slice(0, maxJudged) } : whole;
  const findings = [...judgeHistory(change), ...judgeCollisions(change)];
  if (kind === 'code') return { kind, findings };
  return {
    kind,
    findings: [
      ...findings,
      ...change.files.flatMap((file) => judgeFile(file, kind)),
      ...change.files.flatMap((file) => judgeConflict(file, change, kind)),
      ...(kind === 'contribution' ? judgeCount(whole.files) : []),
      ...(kind === 'release' ? judgeRelease(change) : []),
    ],
  };
}

function kindOf(files: ChangedFile[]): ChangeKind {
  const areas = new Set(files.map(({ path }) => areaOf(path)));
  if (areas.has('tombstones')) return 'takedown';
  if (areas.has('archive')) return 'bulk';
  if (areas.has('samples')) return 'contribution';
  if (areas.has('release')) return 'release';
  return areas.has('stray') ? 'contribution' : 'code';
}

const names: Record<ChangeKind, string> = {
  contribution: 'contribution',
  takedown: 'takedown',
  bulk: 'bulk change',
  release: 'release',
  code: 'change of code',
};

/** The areas that each kind may touch. */
const allowed: Record<Exclude<ChangeKind, 'code'>, Area[]> = {
  contribution: ['samples'],
  takedown: ['samples', 'archive', 'tombstones'],
  bulk: ['archive', 'samples'],
  release: ['release'],
};

function judgeFile(file: ChangedFile, kind: Exclude<ChangeKind, 'code'>): Finding[] {
  const { path, after } = file;
  const area = areaOf(path);
  const ofMode = after ? judgeMode(path, after.mode) : [];
  if (!allowed[kind].includes(area)) return [...ofMode, misplaced(path, area, kind)];
  return [...ofMode, ...judgeEdit(file, kind, area)];
}

function misplaced(path: string, area: Area, kind: ChangeKind): Finding {
  const found = strangers[area];
  return fileFinding(path, {
    code: found?.code ?? 'E_CHANGE_MIXED',
    message:
      found?.message ?? `a ${names[kind]} may not touch this file: it belongs to another kind of change`,
    fix: found?.fix ?? 'Make one pull request for each: contribution, takedown, bulk and release do not mix.',
  });
}

const apart = 'Move it to a pull request of its own.';

const strangers: Partial<Record<Area, { code: string; message: string; fix: string }>> = {
  stray: {
    code: 'E_PATH',
    message: 'a file of this name does not belong among the data',
    fix: 'Data files are data/<axis>/<yyyy>/<run-id>.jsonl; "evenhand contribute" places them.',
  },
  'git-settings': {
    code: 'E_CHANGE_GIT_SETTINGS',
    message: 'data comes together with a file that changes how Git treats files',
    fix: apart,
  },
  workflow: {
    code: 'E_CHANGE_WORKFLOW',
    message: 'data comes together with a change to the workflows that check it',
    fix: apart,
  },
  code: { code: 'E_CHANGE_CODE', message: 'data comes together with files that are not data', fix: apart },
};

/** What is done to a file: added, edited or deleted, as its kind of change allows. */
function judgeEdit(file: ChangedFile, kind: ChangeKind, area: Area): Finding[] {
  const deed = deedOf(file);
  const expected = kind === 'bulk' && isRunFile(file) ? runFileDeeds : deeds[kind][area];
  if (!expected || expected.includes(deed)) return [];
  // New samples are a contribution, whatever stands beside them.
  if (area === 'samples' && deed === 'added') return [misplaced(file.path, area, kind)];
  return [
    fileFinding(file.path, {
      code: 'E_CHANGE_EDITS',
      message: `the file is ${deed}, but a ${names[kind]} may only have such files ${expected.join(' or ')}`,
      fix: 'Restore the file; to remove harmful samples, open a takedown.',
    }),
  ];
}

/** A run file says where its data files are (judge-compaction.ts). */
const runFileDeeds: readonly Deed[] = ['added', 'edited'];

function isRunFile({ path }: ChangedFile): boolean {
  return parseDataPath(path)?.kind === 'run';
}

type Deed = 'added' | 'edited' | 'deleted';

function deedOf({ before, after }: ChangedFile): Deed {
  if (!before) return 'added';
  return after ? 'edited' : 'deleted';
}

const deeds: Record<ChangeKind, Partial<Record<Area, Deed[]>>> = {
  contribution: { samples: ['added'] },
  // A shard is named for its content: what is left of it is another file.
  takedown: {
    samples: ['edited', 'deleted'],
    archive: ['added', 'deleted'],
    tombstones: ['added', 'edited'],
  },
  // Compaction moves old contributions into the archive.
  bulk: { archive: ['added'], samples: ['deleted'] },
  release: { release: ['added'] },
  code: {},
};

/** Since the head left it, the base may have got another file in the same place. */
function judgeConflict(
  { path, before, after }: ChangedFile,
  { onBase }: Change,
  kind: ChangeKind,
): Finding[] {
  const there = onBase.get(path);
  if (there === before?.id || there === after?.id) return [];
  return [
    fileFinding(path, {
      code: 'E_CHANGE_CONFLICT',
      message: 'the base has other content at this path by now',
      fix:
        kind === 'takedown'
          ? makeAnew
          : 'Bring the branch up to date with the base (git rebase), and keep what is there.',
    }),
  ];
}

/** Two takedowns that cut one shard leave two others, which no rebase brings together. */
const makeAnew = 'Make the takedown anew on the base: delete its branch, and run "evenhand takedown" again.';

function judgeCount(files: ChangedFile[]): Finding[] {
  const [first] = files;
  if (!first || files.length <= maxFiles) return [];
  return [
    fileFinding(first.path, {
      code: 'E_CHANGE_SIZE',
      message: `the contribution has ${files.length} files; GitHub shows at most ${maxFiles}`,
      fix: 'Contribute the runs in several pull requests.',
    }),
  ];
}

/** A release is immutable: one new folder, complete. */
function judgeRelease({ files, onBase }: Change): Finding[] {
  const there = new Set([...onBase.keys()].map(releaseOf));
  const [first, ...others] = new Set(files.map(({ path }) => releaseOf(path)).filter(Boolean));
  return files.flatMap(({ path }) => {
    const release = releaseOf(path);
    if (release === undefined || (release === first && !there.has(release))) return [];
    const message = others.includes(release)
      ? `one release at a time: this is ${release}, another file is ${first}`
      : `the release ${release} is in the base already, and releases are immutable`;
    return [fileFinding(path, { code: 'E_RELEASE', message, fix: 'Release the changes as a new version.' })];
  });
}

/** With several merge bases, what a merge gives depends on who merges: it cannot be judged before. */
function judgeHistory({ mergeBases, files }: Change): Finding[] {
  if (mergeBases.length < 2) return [];
  return [
    fileFinding(files[0]?.path ?? '', {
      code: 'E_CHANGE_HISTORY',
      message: `the branch and the base cross in ${mergeBases.length} places, so what a merge gives is ambiguous`,
      fix: 'Rebase the branch on the base: git rebase <base>.',
    }),
  ];
}
