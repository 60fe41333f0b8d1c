import type { ParsedTombstones } from '../sample/parse-tombstones.ts';
import { fileFinding } from './file-finding.ts';
import type { Finding } from './finding.ts';

/** What the lines of the tombstones file tell by themselves: each is a tombstone, and no id has two. */
export function judgeTombstoneLines(path: string, parsed: ParsedTombstones): Finding[] {
  return [
    ...parsed.problems.map(({ message, fix, ...place }) => ({
      ...fileFinding(path, { code: 'E_TOMBSTONE', message, fix }),
      ...place,
    })),
    ...repeatedIds(parsed).map(({ id, line }) =>
      tombstoneFinding(path, line, `${id} has a tombstone already`),
    ),
  ];
}

function repeatedIds({ tombstones }: ParsedTombstones): ParsedTombstones['tombstones'] {
  const seen = new Set<string>();
  return tombstones.filter(({ id }) => seen.size === seen.add(id).size);
}

export function tombstoneFinding(path: string, line: number, message: string): Finding {
  const fix = 'Keep the file as the base has it, and append one line for each removed sample.';
  return { ...fileFinding(path, { code: 'E_TOMBSTONE', message, fix }), line, column: line === 0 ? 0 : 1 };
}
