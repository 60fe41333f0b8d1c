import { maxFileBytes, maxFileSamples, parseDataPath } from '../sample/data-path.ts';
import type { RunFile } from '../sample/run-file.ts';
import type { Validator } from '../sample/schema-validator.ts';
import type { Finding } from './finding.ts';
import type { FileFacts, RunFileEntry } from './source-file.ts';

type Files = { facts: FileFacts[]; runFiles: RunFileEntry[]; validateRun: Validator };

/** Paths under data/ that are not contributions and have rules of their own. */
const otherData = /^data\/(?:archive\/[a-z0-9.-]+\.jsonl|tombstones\.jsonl)$/;

/**
 * What only whole files can tell: under data/ every path has the agreed shape, every data file keeps the
 * size bounds and is named, with its hash, by the run file beside it.
 */
export function judgeFiles({ facts, runFiles, validateRun }: Files): Finding[] {
  const runs = new Map(runFiles.map((file) => [file.path, file]));
  return [
    ...facts.flatMap((file) => judgePath(file.path)),
    ...facts.flatMap(judgeSize),
    ...runFiles.flatMap(({ path }) => judgePath(path)),
    ...runFiles.flatMap((file) => judgeRunFile(file, facts, validateRun)),
    ...facts.flatMap((file) => judgeCompanion(file, runs)),
  ];
}

function judgePath(path: string): Finding[] {
  if (!path.startsWith('data/') || otherData.test(path) || parseDataPath(path)) return [];
  return [
    finding(path, {
      code: 'E_PATH',
      message: 'a file of this name does not belong under data/',
      fix: 'Data files are data/<axis>/<yyyy>/<run-id>.jsonl; "evenhand contribute" places them.',
    }),
  ];
}

function judgeSize({ path, bytes, lines }: FileFacts): Finding[] {
  if (!parseDataPath(path) || (bytes <= maxFileBytes && lines <= maxFileSamples)) return [];
  return [
    finding(path, {
      code: 'E_FILE_SIZE',
      message: `the file has ${bytes} bytes and ${lines} samples; ${maxFileBytes} and ${maxFileSamples} are the most`,
      fix: 'Go on in a file <run-id>.2.jsonl; "evenhand contribute" splits by itself.',
    }),
  ];
}

function judgeRunFile({ path, value }: RunFileEntry, facts: FileFacts[], validateRun: Validator): Finding[] {
  if (value === undefined) {
    return [finding(path, { code: 'E_RUN_FILE', message: 'the run file is not JSON', fix: 'Restore it.' })];
  }
  const problems = validateRun(value);
  if (problems.length > 0) {
    return problems.map(({ message, fix }) => finding(path, { code: 'E_RUN_FILE', message, fix }));
  }
  const present = new Map(facts.map((file) => [file.path, file]));
  return (value as RunFile).files.flatMap((named) => {
    const file = present.get(named.path);
    const message = differenceOf(named, file);
    if (!message) return [];
    return [
      finding(path, {
        code: 'E_RUN_FILE',
        message,
        fix: 'Make the contribution again from its run; data files are not edited by hand.',
      }),
    ];
  });
}

function differenceOf(named: RunFile['files'][number], file: FileFacts | undefined): string | undefined {
  if (!file) return `the run file names ${named.path}, which is not there`;
  if (file.sha256 !== named.sha256) return `${named.path} has another SHA-256 than the run file says`;
  if (file.lines !== named.samples) {
    return `${named.path} has ${file.lines} samples, but the run file says ${named.samples}`;
  }
  return undefined;
}

function judgeCompanion({ path }: FileFacts, runs: Map<string, RunFileEntry>): Finding[] {
  const place = parseDataPath(path);
  if (place?.kind !== 'samples') return [];
  const expected = path.replace(/(?:\.\d+)?\.jsonl$/, '.run.json');
  const run = runs.get(expected)?.value as Partial<RunFile> | undefined;
  if (Array.isArray(run?.files) && run.files.some((file) => file.path === path)) return [];
  return [
    finding(path, {
      code: 'E_RUN_FILE',
      message: run
        ? `the run file ${expected} does not name this file`
        : `the run file ${expected} is missing`,
      fix: 'Let "evenhand contribute" place the files: it writes the run file too.',
    }),
  ];
}

function finding(path: string, text: { code: string; message: string; fix: string }): Finding {
  return { severity: 'error', path, line: 0, column: 0, sample: null, ...text };
}
