import { problemsError } from '../../sample/json/problems-error.ts';
import { requireJson } from '../../sample/json/require-json.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { overrideThresholds, type ThresholdOverrides, type Thresholds } from './thresholds.ts';

/**
 * The thresholds with what the dataset's owner changes of them in `evenhand.json` (`schemas/config.schema.json`).
 * @throws UserError naming the place where the file is not what it should be.
 */
export function parseThresholds(path: string, bytes: Uint8Array, validate: Validator): Thresholds {
  const value = requireJson(path, bytes, { code: 'BAD_CONFIG', fix: 'Correct the JSON.' });
  const problems = validate(value);
  if (problems.length > 0)
    throw problemsError(path, bytes, problems, {
      code: 'BAD_CONFIG',
      fix: 'schemas/config.schema.json says what may stand there.',
    });
  return overrideThresholds((value as { bias?: ThresholdOverrides }).bias ?? {});
}
