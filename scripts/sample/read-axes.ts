import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Axes, Axis } from './axis.ts';
import { parseAxis } from './parse-axis.ts';
import type { Validator } from './schema-validator.ts';

/**
 * Reads every axis of a folder.
 * @throws UserError naming the file and the place in it.
 */
export async function readAxes(folder: string, validate: Validator): Promise<Axes> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const axes = await Promise.all(files.map((name) => readAxis(join(folder, name), validate)));
  return new Map(axes.map((axis) => [axis.axis, axis]));
}

async function readAxis(path: string, validate: Validator): Promise<Axis> {
  const parsed = parseAxis(parseJson(path, await readFile(path, 'utf8')), validate);
  if (!parsed.ok) {
    const words = parsed.problems.map(
      ({ pointer, message, fix }) => `${path} ${pointer.join('.')}: ${message} (${fix})`,
    );
    throw new UserError(words.join('\n'), { code: 'BAD_AXIS', fix: 'Correct the axis file.' });
  }
  if (parsed.axis.axis === basename(path, '.json')) return parsed.axis;
  throw new UserError(`${path} holds the axis "${parsed.axis.axis}"`, {
    code: 'BAD_AXIS',
    fix: 'Give the file the name of its axis.',
  });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path} is not JSON: ${(cause as Error).message}`, {
      code: 'BAD_AXIS',
      fix: 'Correct the JSON.',
      cause,
    });
  }
}
