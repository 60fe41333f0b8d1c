import { columnAt } from '../sample/json/problem.ts';
import { checkEachEntry } from './check.ts';

/** Every line is JSON as the dataset takes it (docs/json-profile.md). */
export const jsonCheck = checkEachEntry('json', ({ path, line, bytes, jsonProblem }) => {
  if (!jsonProblem) return [];
  const { code, offset, message, fix } = jsonProblem;
  return [
    { code, severity: 'error', path, line, column: columnAt(bytes, offset), sample: null, message, fix },
  ];
});
