import { locate } from '../sample/json/locate.ts';
import { parseFile } from '../sample/json/parse-file.ts';
import { positionAt } from '../sample/json/problem.ts';
import type { DataFile, RunFile } from '../sample/run-file.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { fileFinding } from './file-finding.ts';
import type { Finding } from './finding.ts';
import type { FileFacts, RunFileEntry } from './source-file.ts';

export type ReadRunFile = {
  path: string;
  /** The value where it is JSON and obeys the schema. */
  run: RunFile | undefined;
  /** Where in the file a JSON pointer stands. */
  placeOf(pointer: string[]): { line: number; column: number };
  findings: { json: Finding[]; schema: Finding[] };
};

/** Reads a run file through the strict reader and the schema; every finding has its line and column. */
export function readRunEntry({ path, bytes }: RunFileEntry, validateRun: Validator): ReadRunFile {
  const refuse = (finding: Finding): ReadRunFile => ({
    path,
    run: undefined,
    placeOf: () => ({ line: 0, column: 0 }),
    findings: { json: [finding], schema: [] },
  });
  if (!bytes) return refuse(fileFinding(path, tooLarge));
  const parsed = parseFile(bytes);
  if (!parsed.ok) {
    const { code, offset, message, fix } = parsed.problem;
    return refuse({ ...fileFinding(path, { code, message, fix }), ...positionAt(bytes, offset) });
  }
  const placeOf = (pointer: string[]) => positionAt(bytes, locate(bytes, pointer));
  const schema = validateRun(parsed.value).map(({ pointer, message, fix }) => ({
    ...fileFinding(path, { code: 'E_RUN_FILE', message, fix }),
    ...placeOf(pointer),
  }));
  const run = schema.length === 0 ? (parsed.value as RunFile) : undefined;
  return { path, run, placeOf, findings: { json: [], schema } };
}

const tooLarge = {
  code: 'E_FILE_SIZE',
  message: 'the run file is larger than a megabyte',
  fix: 'Let "evenhand contribute" write it.',
};

/** The run file names data files that are there, each with the bytes it has. */
export function compareRunFile(
  { path, run, placeOf }: ReadRunFile,
  present: ReadonlyMap<string, FileFacts>,
): Finding[] {
  return (run?.files ?? []).flatMap((named, index) => {
    const difference = differenceOf(named, present.get(named.path));
    if (!difference) return [];
    const { field, message } = difference;
    const fix = 'Make the contribution again from its run; data files are not edited by hand.';
    return [
      {
        ...fileFinding(path, { code: 'E_RUN_FILE', message, fix }),
        ...placeOf(['files', String(index), field]),
      },
    ];
  });
}

function differenceOf(
  named: DataFile,
  file: FileFacts | undefined,
): { field: keyof DataFile; message: string } | undefined {
  // What was moved into the archive is compared there (judge-archive.ts).
  if (!file && named.archive) return undefined;
  if (!file) return { field: 'path', message: `the run file names ${named.path}, which is not there` };
  // A file with too many lines is not read whole, and refused for that.
  if (file.sha256 === undefined) return undefined;
  if (file.sha256 !== named.sha256)
    return { field: 'sha256', message: `${named.path} has another SHA-256 than the run file says` };
  if (file.lines === named.samples) return undefined;
  const message = `${named.path} has ${file.lines} samples, but the run file says ${named.samples}`;
  return { field: 'samples', message };
}
