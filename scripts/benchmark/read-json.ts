import { UserError } from '../errors.ts';
import { readText } from './read-text.ts';
import type { Row } from './row.ts';

/** Reads a JSON file of a benchmark. @throws UserError where it cannot be read or is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  return parse(await readText(path), path);
}

/** Reads a JSONL file of a benchmark. @throws UserError where it cannot be read or a line is not JSON. */
export async function readJsonLines(path: string): Promise<Row[]> {
  const lines = (await readText(path)).split('\n');
  return lines.flatMap((line, index) => {
    const place = `${path}:${index + 1}`;
    return line.trim() === '' ? [] : [{ value: parse(line, place), place: `line ${index + 1}` }];
  });
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const mended = text.replace(notNumbers, 'null');
    if (mended !== text) return parse(mended, place);
    throw new UserError(`${place} is not JSON: ${(cause as Error).message}`, {
      code: 'BAD_BENCHMARK_FILE',
      fix: 'Give the file as it was published or saved.',
      cause,
    });
  }
}

/** Python writes these into JSON, which has none: as null they are found with all other scores that are no numbers. */
const notNumbers = /(?<=[:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,}\]])/g;
