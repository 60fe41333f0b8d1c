import { foldBias } from '../../check/bias/bias-check.ts';
import { maxTombstonesBytes, tombstonesPath } from '../../check/change/area.ts';
import type { ChangedContent } from '../../check/change/change.ts';
import { judgeTakedown } from '../../check/change/judge-takedown.ts';
import { entriesOf } from '../../check/check-files.ts';
import { fileFinding } from '../../check/file-finding.ts';
import type { Finding } from '../../check/finding.ts';
import { readBaseFiles } from '../../publish/read-base-files.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { namesAny } from '../../sample/names-any.ts';
import { again } from '../dataset.ts';
import { baseData, bySize, headFiles, readSides, runMates, sourceAt, tooLarge } from './change-contents.ts';
import { type Checked, checkAgainstBase, openKnown, type Site } from './check-against-base.ts';
import { type CutShards, checkCutShards } from './cut-shards.ts';
import { sourceOf } from './shard-contents.ts';

/** The touched files are checked as they will be; what was deleted, and whether it is buried, is judged apart. */
export async function checkTakedown(site: Site): Promise<Checked> {
  const { change, rules } = site;
  const touched = change.files.filter(({ path }) => path === tombstonesPath || parseDataPath(path));
  const { small, large } = bySize(touched, maxTombstonesBytes);
  const files = await readSides(small, site);
  const { findings: ofTakedown, known, buried } = judgeTakedown({ files, ...rules });
  const runFiles = files.filter(({ path }) => parseDataPath(path)?.kind === 'run');
  const archive = await checkCutShards(runFiles, known, site);
  const paths = await runMates(touched, site);
  const checked = await checkAgainstBase(site, {
    subjects: again(async function* () {
      yield* headFiles(paths, site);
      yield* archive.dataFiles();
    }),
    references: [],
    only: ['json', 'schema', 'identity'],
  });
  const left = await findBuried(buried, site);
  const findings = [...large.map(tooLarge), ...ofTakedown, ...archive.findings, ...checked.findings, ...left];
  const isMeasured = archive.isHere && (site.only?.includes('bias') ?? true);
  if (!isMeasured) return { ...checked, findings, removed: buried.size };
  const changed = again(async function* () {
    yield* files.filter(({ path }) => parseDataPath(path)?.kind === 'samples');
    yield* archive.shortened();
  });
  const effect = await measureEffect({ changed, buried, earlier: archive.earlier }, site);
  findings.push(...effect.findings);
  return { ...checked, findings, bias: effect.bias, removed: buried.size };
}

type Effect = {
  /** The data files that lose lines, as they were and as they will be. */
  changed: AsyncIterable<ChangedContent>;
  buried: ReadonlyMap<string, number>;
  earlier: CutShards['earlier'];
};

/** What the dataset without the samples is like, beside what it is. Nothing of it gates: harm goes first. */
async function measureEffect({ changed, buried, earlier }: Effect, site: Site): Promise<Checked> {
  const { reader, validateSample } = site.rules;
  const { saved } = await openKnown(site);
  const known = saved?.paths ?? new Set<string>();
  const [before, after, taken] = [foldBias(reader), foldBias(reader), foldBias(reader)];
  const entriesIn = (path: string, bytes: Uint8Array = new Uint8Array()) =>
    entriesOf([sourceOf(path, bytes)], 'reference', validateSample);
  for await (const file of changed) {
    for await (const entry of entriesIn(file.path, file.before)) {
      before.add(entry);
      if (buried.has(entry.sample?.id ?? '')) taken.add(entry);
    }
    for await (const entry of entriesIn(file.path, file.after)) after.add(entry);
  }
  return checkAgainstBase(site, {
    subjects: again(async function* () {}),
    references: again(async function* () {
      yield* baseData(site, known);
      yield* earlier(known);
    }),
    only: ['bias'],
    saved,
    takedown: { before: before.finish(), after: after.finish(), taken: taken.finish() },
  });
}

/** Of the archive only what has been fetched can be looked into; that is what a takedown replaces, and maybe more. */
async function findBuried(buried: ReadonlyMap<string, number>, site: Site): Promise<Finding[]> {
  const findings: Finding[] = [];
  const ids = new Set(buried.keys());
  if (ids.size === 0) return findings;
  const repository = sourceAt(site, site.change.head);
  for await (const { path, mode, bytes } of readBaseFiles({ repository, env: site.env })) {
    if (mode !== '100644' || !namesAny(bytes, ids)) continue;
    const entries = entriesOf([sourceOf(path, bytes)], 'reference', site.rules.validateSample);
    for await (const { line, sample } of entries) {
      const tombstone = sample && buried.get(sample.id);
      if (sample && tombstone !== undefined) findings.push(stillThere(sample.id, { path, line, tombstone }));
    }
  }
  return findings;
}

type Place = { path: string; line: number; tombstone: number };

function stillThere(id: string, { path, line, tombstone }: Place): Finding {
  return {
    ...fileFinding(tombstonesPath, {
      code: 'E_TAKEDOWN',
      message: `${id} has a tombstone, but still stands in ${path}:${line}`,
      fix: 'Delete the line there too.',
    }),
    line: tombstone,
    column: 1,
  };
}
