/** Bounds of a contribution's data file, so that GitHub shows its diff whole (500 KB a file). */
export const maxFileBytes = 400_000;
export const maxFileSamples = 1_000;

export const runIdPattern = /^\d{4}-\d{2}-\d{2}-[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{8}$/;

export type DataPath = { axis: string; year: string; run: string; part: number; kind: 'samples' | 'run' };

const shape =
  /^data\/(?<axis>[a-z]+(?:-[a-z]+)*)\/(?<year>\d{4})\/(?<run>[a-z0-9-]+)(?:\.(?<part>[2-9]|[1-9]\d+))?\.(?<kind>jsonl|run\.json)$/;

/** Reads `data/<axis>/<yyyy>/<run-id>[.<part>].jsonl` or `….run.json`; undefined where a path has another shape. */
export function parseDataPath(path: string): DataPath | undefined {
  const groups = shape.exec(path)?.groups;
  if (!groups) return undefined;
  const { axis = '', year = '', run = '', part, kind } = groups;
  if (!runIdPattern.test(run)) return undefined;
  if (kind === 'run.json' && part !== undefined) return undefined;
  return { axis, year, run, part: Number(part ?? 1), kind: kind === 'jsonl' ? 'samples' : 'run' };
}

/** The inverse of `parseDataPath`. */
export function formatDataPath({ axis, year, run, part, kind }: DataPath): string {
  const suffix = part > 1 ? `.${part}` : '';
  return `data/${axis}/${year}/${run}${suffix}.${kind === 'run' ? 'run.json' : 'jsonl'}`;
}
