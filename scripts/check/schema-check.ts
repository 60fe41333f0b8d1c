import { locate } from '../sample/json/locate.ts';
import { columnAt } from '../sample/json/problem.ts';
import { checkEachEntry } from './check.ts';

/** A line that breaks the schema in more ways than this says so with its first ones. */
const maxProblemsPerLine = 5;

/** Every line obeys `schemas/sample.schema.json`. */
export const schemaCheck = checkEachEntry('schema', ({ path, line, bytes, value, schemaProblems }) =>
  schemaProblems.slice(0, maxProblemsPerLine).map(({ pointer, message, fix }) => ({
    code: 'E_SCHEMA',
    severity: 'error',
    path,
    line,
    column: columnAt(bytes, locate(bytes, pointer)),
    sample: declaredId(value),
    message,
    fix,
  })),
);

function declaredId(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && /^ev1_[0-9a-z]{26}$/.test(id) ? id : null;
}
