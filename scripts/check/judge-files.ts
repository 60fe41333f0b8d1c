import { maxFileBytes, maxFileSamples, parseDataPath } from '../sample/data-path.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { fileFinding } from './file-finding.ts';
import type { Finding } from './finding.ts';
import { compareRunFile, type ReadRunFile, readRunEntry } from './judge-run-file.ts';
import type { FileFacts, RunFileEntry } from './source-file.ts';

type Files = {
  facts: FileFacts[];
  runFiles: RunFileEntry[];
  validateRun: Validator;
  /** The checks under way: json and schema read run files, identity compares them with their data files. */
  names: ReadonlySet<string>;
};

/** Paths under data/ that are not contributions and have rules of their own. */
const otherData = /^data\/(?:archive\/[a-z0-9.-]+\.jsonl|tombstones\.jsonl)$/;

/**
 * What only whole files can tell: run files are what they should be; under data/ every path has the agreed shape,
 * every data file keeps the size bounds and is named, with its hash, by the run file beside it.
 */
export function judgeFiles({ facts, runFiles, validateRun, names }: Files): Finding[] {
  const runs = runFiles.map((file) => readRunEntry(file, validateRun));
  return [
    ...(names.has('json') ? runs.flatMap(({ findings }) => findings.json) : []),
    ...(names.has('schema') ? runs.flatMap(({ findings }) => findings.schema) : []),
    ...(names.has('identity') ? judgeIdentity(facts, runs) : []),
  ];
}

function judgeIdentity(facts: FileFacts[], runs: ReadRunFile[]): Finding[] {
  const present = new Map(facts.map((file) => [file.path, file]));
  const byPath = new Map(runs.map((run) => [run.path, run]));
  return [
    ...[...facts, ...runs].flatMap(({ path }) => judgePath(path)),
    ...facts.flatMap(judgeSize),
    ...runs.flatMap((run) => [...judgeRunPath(run), ...compareRunFile(run, present)]),
    ...facts.flatMap((file) => judgeCompanion(file, byPath)),
    ...facts.flatMap((file) => judgeSpecs(file, byPath)),
  ];
}

function judgePath(path: string): Finding[] {
  if (!path.startsWith('data/') || otherData.test(path) || parseDataPath(path)) return [];
  return [
    fileFinding(path, {
      code: 'E_PATH',
      message: 'a file of this name does not belong under data/',
      fix: 'Data files are data/<axis>/<yyyy>/<run-id>.jsonl; "evenhand contribute" places them.',
    }),
  ];
}

function judgeSize({ path, bytes, lines }: FileFacts): Finding[] {
  if (!parseDataPath(path) || (bytes <= maxFileBytes && lines <= maxFileSamples)) return [];
  return [
    fileFinding(path, {
      code: 'E_FILE_SIZE',
      message: `the file has ${bytes} bytes and ${lines} samples; ${maxFileBytes} and ${maxFileSamples} are the most`,
      fix: 'Go on in a file <run-id>.2.jsonl; "evenhand contribute" splits by itself.',
    }),
  ];
}

/** A run file stands under its own run's name, and answers for files beside it alone. */
function judgeRunPath({ path, run, placeOf }: ReadRunFile): Finding[] {
  const place = parseDataPath(path);
  if (!place || !run) return [];
  const stem = path.replace(/\.run\.json$/, '');
  const foreign = run.files.findIndex((file) => file.path.replace(/(?:\.\d+)?\.jsonl$/, '') !== stem);
  return [
    ...(place.run === run.run
      ? []
      : [
          misplaced(path, placeOf(['run']), `the run file is for ${run.run}, but its name says ${place.run}`),
        ]),
    ...(foreign < 0
      ? []
      : [
          misplaced(
            path,
            placeOf(['files', String(foreign), 'path']),
            `the run file names ${run.files[foreign]?.path}, which is not beside it`,
          ),
        ]),
  ];
}

function misplaced(path: string, place: { line: number; column: number }, message: string): Finding {
  const fix = 'Let "evenhand contribute" place the files.';
  return { ...fileFinding(path, { code: 'E_RUN_FILE', message, fix }), ...place };
}

/** A sample names no spec that its run file does not list: whoever filters by spec trusts that list. */
function judgeSpecs({ path, specs }: FileFacts, runs: ReadonlyMap<string, ReadRunFile>): Finding[] {
  const listed = runs.get(companionOf(path))?.run?.specs;
  if (!listed) return [];
  return [...specs].flatMap(([spec, line]) =>
    listed.includes(spec)
      ? []
      : [
          {
            ...fileFinding(path, {
              code: 'E_RUN_FILE',
              message: `the sample is from ${spec}, which its run file does not list`,
              fix: 'Make the contribution again from its run; data files are not edited by hand.',
            }),
            line,
            column: 1,
          },
        ],
  );
}

function companionOf(path: string): string {
  return path.replace(/(?:\.\d+)?\.jsonl$/, '.run.json');
}

function judgeCompanion({ path }: FileFacts, runs: ReadonlyMap<string, ReadRunFile>): Finding[] {
  if (parseDataPath(path)?.kind !== 'samples') return [];
  const expected = companionOf(path);
  const companion = runs.get(expected);
  // A run file that cannot be read has findings of its own.
  if (companion && !companion.run) return [];
  if (companion?.run?.files.some((file) => file.path === path)) return [];
  return [
    fileFinding(path, {
      code: 'E_RUN_FILE',
      message: companion
        ? `the run file ${expected} does not name this file`
        : `the run file ${expected} is missing`,
      fix: 'Let "evenhand contribute" place the files: it writes the run file too.',
    }),
  ];
}
