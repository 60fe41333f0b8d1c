import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { maxFileSamples, parseDataPath } from '../sample/data-path.ts';
import { isLfsPointer, parseStrict } from '../sample/json/parse-line.ts';
import { parseTombstones } from '../sample/parse-tombstones.ts';
import type { Sample } from '../sample/sample.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { type Line, linesOf as linesOfBytes, splitBatches, splitLines } from '../sample/split-lines.ts';
import { areaOf, maxTombstonesBytes, tombstonesPath } from './change/area.ts';
import { append, type Entry, type RunNote, type RunningCheck, type WantedLine } from './check.ts';
import type { Finding } from './finding.ts';
import { heedInterruption } from './heed-interruption.ts';
import { judgeArchive } from './judge-archive.ts';
import { judgeFiles } from './judge-files.ts';
import { judgeTombstoneLines, tombstoneFinding } from './judge-tombstones.ts';
import { parseEntry } from './parse-entry.ts';
import type { FileFacts, RunFileEntry, SourceFile, SourceFiles } from './source-file.ts';

export type CheckInput = {
  /** What is judged. */
  subjects: SourceFiles;
  /** What duplicates are looked for in besides. */
  references?: SourceFiles;
  checks: RunningCheck[];
  validateSample: Validator;
  validateRun: Validator;
  /** Where given, `data/tombstones.jsonl` among the subjects is judged with the check identity. */
  validateTombstone?: Validator;
  /** Sees every valid sample once, in order. */
  onSample?: (sample: Sample) => void;
  /** What a first look at all subjects brought where other threads took it; the checks have taken in their states. */
  looked?: FirstLook;
  /** Ends the reading of files where it aborts. */
  signal?: AbortSignal;
};

/** What is kept of the subjects beside the states of the checks. */
export type FirstLook = { facts: FileFacts[]; runFiles: RunFileEntry[]; ofTombstones: Finding[] };

/**
 * One pass over all files: every line to every check, then what only whole files can tell.
 * @throws UserError where the signal aborts while files are read
 */
export async function checkFiles(input: CheckInput): Promise<{ findings: Finding[]; files: number }> {
  const { checks, validateSample, validateRun, signal } = input;
  const subjects = heedInterruption(input.subjects, signal);
  const references = heedInterruption(input.references ?? [], signal);
  const { facts, runFiles, ofTombstones } = input.looked ?? (await lookAtSubjects({ ...input, subjects }));
  for await (const file of references) {
    if (file.path.endsWith('.run.json')) {
      addRun(checks, await readWhole(file, maxRunFileBytes));
      continue;
    }
    for await (const entry of entriesOf([file], 'reference', validateSample)) {
      for (const check of checks) check.add(entry);
    }
  }
  await lookAgain({ subjects, references, checks, validateSample });
  const names = new Set(checks.map(({ name }) => name));
  const findings = checks.flatMap((check) => check.finish());
  if (names.has('identity')) append(findings, ofTombstones);
  append(findings, judgeFiles({ facts, runFiles, validateRun, names }));
  if (names.has('identity')) append(findings, await judgeArchive({ subjects, facts, runFiles, validateRun }));
  return { findings, files: facts.length };
}

type Subjects = Pick<CheckInput, 'subjects' | 'checks' | 'validateSample' | 'validateTombstone' | 'onSample'>;

/** Shows every line of the subjects to every check. */
export async function lookAtSubjects(input: Subjects): Promise<FirstLook> {
  const { subjects, checks, validateSample, onSample } = input;
  const look: FirstLook = { facts: [], runFiles: [], ofTombstones: [] };
  for await (const file of subjects) {
    if (file.path.endsWith('.run.json')) {
      const bytes = await readWhole(file, maxRunFileBytes);
      look.runFiles.push({ path: file.path, bytes });
      addRun(checks, bytes);
      continue;
    }
    if (file.path === tombstonesPath && input.validateTombstone)
      append(look.ofTombstones, await judgeTombstones(file, input.validateTombstone));
    look.facts.push(
      await passOver(file, 'subject', validateSample, (entry) => {
        for (const check of checks) check.add(entry);
        if (entry.sample) onSample?.(entry.sample);
      }),
    );
  }
  return look;
}

async function judgeTombstones(file: SourceFile, validate: Validator): Promise<Finding[]> {
  const bytes = await readWhole(file, maxTombstonesBytes);
  if (bytes) return judgeTombstoneLines(file.path, parseTombstones(linesOfBytes(bytes), validate));
  return [tombstoneFinding(file.path, 0, `the file has more than ${maxTombstonesBytes} bytes`)];
}

/** Tells the checks of a run; a run file that does not say whose it is tells nothing. */
function addRun(checks: RunningCheck[], bytes: Uint8Array | undefined): void {
  const note = bytes && readRunNote(bytes);
  if (note) for (const check of checks) check.addRun(note);
}

/** Whose a run is, even where its file breaks the schema elsewhere. */
export function readRunNote(bytes: Uint8Array): RunNote | undefined {
  const parsed = parseStrict(bytes);
  const value = parsed.ok ? parsed.value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const { run, signOff } = value as { run?: unknown; signOff?: unknown };
  if (typeof run !== 'string' || typeof signOff !== 'string') return undefined;
  return { run, author: signOff.toLowerCase() };
}

/** Shows the checks the lines that they want to see again. */
async function lookAgain({ subjects, references, checks, validateSample }: SecondLook): Promise<void> {
  const asks = checks.map((check) => ({ check, lines: groupLines(check.wants()) }));
  for (const [role, files] of [['subject', subjects] as const, ['reference', references] as const]) {
    if (!asks.some(({ lines }) => lines[role].size > 0)) continue;
    for await (const file of files) {
      const asking = asks.filter(({ lines }) => lines[role].has(file.path));
      if (asking.length > 0) await readAgain(file, role, asking, validateSample);
    }
  }
}

type Ask = { check: RunningCheck; lines: Record<Entry['role'], Map<string, Set<number>>> };

async function readAgain(
  file: SourceFile,
  role: Entry['role'],
  asks: Ask[],
  validate: Validator,
): Promise<void> {
  const { path } = file;
  for await (const line of linesOf(file)) {
    const asking = asks.filter(({ lines }) => lines[role].get(path)?.has(line.line));
    if (asking.length === 0) continue;
    const entry = parseEntry(line, { path, role }, validate);
    for (const { check } of asking) check.addAgain(entry);
  }
}

type SecondLook = Required<Pick<CheckInput, 'subjects' | 'references' | 'checks' | 'validateSample'>>;

function groupLines(wanted: WantedLine[]): Ask['lines'] {
  const lines = { subject: new Map<string, Set<number>>(), reference: new Map<string, Set<number>>() };
  for (const { role, path, line } of wanted) {
    const known = lines[role].get(path);
    if (known) known.add(line);
    else lines[role].set(path, new Set([line]));
  }
  return lines;
}

/** Every line of the .jsonl files among `files`. */
export async function* entriesOf(
  files: SourceFiles,
  role: Entry['role'],
  validate: Validator,
): AsyncGenerator<Entry> {
  for await (const file of files) {
    const { path } = file;
    if (!holdsSamples(path)) continue;
    for await (const line of linesOf(file)) {
      if (isArchived(path, line)) break;
      yield parseEntry(line, { path, role }, validate);
    }
  }
}

async function* linesOf({ chunks, lineNumbers }: SourceFile): AsyncGenerator<Line> {
  if (!lineNumbers) yield* splitLines(chunks());
  else
    for await (const line of splitLines(chunks())) yield { ...line, line: lineNumbers[line.line - 1] ?? 0 };
}

async function passOver(
  { path, chunks }: SourceFile,
  role: Entry['role'],
  validate: Validator,
  add: (entry: Entry) => void,
): Promise<FileFacts> {
  // Only what a run file can name is hashed.
  const hash = parseDataPath(path) ? sha256.create() : undefined;
  let bytes = 0;
  let lines = 0;
  const samples = holdsSamples(path);
  let isPointer = false as boolean;
  const specs = new Map<string, number>();
  for await (const batch of splitBatches(hashed())) {
    for (const line of batch) {
      lines += 1;
      if (lines > maxLines && parseDataPath(path)) return { path, sha256: undefined, bytes, lines, specs };
      look(line);
    }
  }
  const sha256Hex = hash && bytesToHex(hash.digest());
  return { path, sha256: sha256Hex, bytes, lines, specs, ...(isPointer && { isPointer }) };

  function look(line: Line): void {
    if (isArchived(path, line)) isPointer = true;
    if (!samples || isPointer) return;
    const entry = parseEntry(line, { path, role }, validate);
    // Only a contribution has a run file that lists its specs.
    if (hash && entry.sample?.spec) noteSpec(specs, entry.sample.spec, line.line);
    add(entry);
  }

  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks()) {
      hash?.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
}

/** A run file lists the files of its specs, without the names of templates in them. */
function noteSpec(specs: Map<string, number>, spec: string, line: number): void {
  const file = spec.replace(/#[^@]*/, '');
  if (!specs.has(file)) specs.set(file, line);
}

/** A contributed file of more lines is refused for its size: reading on would only cost time. */
const maxLines = 10 * maxFileSamples;

function holdsSamples(path: string): boolean {
  return path.endsWith('.jsonl') && path !== tombstonesPath;
}

/** A plain clone has pointers in place of the archive (`.lfsconfig`): their samples are checked where they are. */
function isArchived(path: string, { line, bytes }: { line: number; bytes: Uint8Array }): boolean {
  return line === 1 && areaOf(path) === 'archive' && isLfsPointer(bytes);
}

/** A run file names at most 300 data files: anything much larger is none. */
const maxRunFileBytes = 1_000_000;

async function readWhole({ chunks }: SourceFile, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks()) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    parts.push(chunk);
  }
  return concatBytes(...parts);
}
