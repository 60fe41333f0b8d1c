import { UserError } from '../../errors.ts';
import type { SchemaProblem } from '../schema-validator.ts';
import { locate } from './locate.ts';
import { positionAt } from './problem.ts';
import type { Advice } from './require-json.ts';

/** All that is wrong in a JSON file, a line each: file, line, column, what it is and how to mend it. */
export function problemsError(
  path: string,
  bytes: Uint8Array,
  problems: readonly SchemaProblem[],
  advice: Advice,
): UserError {
  const lines = problems.map(({ pointer, message, fix }) => {
    const { line, column } = positionAt(bytes, locate(bytes, pointer));
    return `${path}:${line}:${column}: ${message} (${fix})`;
  });
  return new UserError(lines.join('\n'), advice);
}
