import { UserError } from '../errors.ts';
import type { Axis } from './axis.ts';
import { problemsError } from './json/problems-error.ts';
import { requireJson } from './json/require-json.ts';
import { parseAxis } from './parse-axis.ts';
import type { Validator } from './schema-validator.ts';

/**
 * An axis from the bytes of its file.
 * @throws UserError naming the file and the place in it.
 */
export function loadAxis(path: string, bytes: Uint8Array, validate: Validator): Axis {
  const value = requireJson(path, bytes, { code: 'BAD_AXIS', fix: 'Correct the JSON.' });
  const parsed = parseAxis(value, validate);
  if (!parsed.ok)
    throw problemsError(path, bytes, parsed.problems, {
      code: 'BAD_AXIS',
      fix: 'Correct the axis file; schemas/axis.schema.json says what may stand there.',
    });
  if (path.split(/[/\\]/).at(-1) === `${parsed.axis.axis}.json`) return parsed.axis;
  throw new UserError(`${path} holds the axis "${parsed.axis.axis}"`, {
    code: 'BAD_AXIS',
    fix: 'Give the file the name of its axis.',
  });
}
