import type { Validator } from '../../sample/schema-validator.ts';
import type { Finding } from '../finding.ts';
import { readRunEntry } from '../judge-run-file.ts';
import type { ChangedContent } from './change.ts';

/** The prompt specs that a run file names, as `path@hash`; none where it cannot be read. */
export function specsOf({ path, after }: ChangedContent, validateRun: Validator): string[] {
  return readRunEntry({ path, bytes: after }, validateRun).run?.specs ?? [];
}

/** A contribution's prompt specs are in the base's history already, so that what made it can be read. */
export function judgeSpecs(
  { path, after }: ChangedContent,
  missing: ReadonlySet<string>,
  validateRun: Validator,
): Finding[] {
  const { run, placeOf } = readRunEntry({ path, bytes: after }, validateRun);
  return (run?.specs ?? []).flatMap((spec, index) => {
    if (!missing.has(spec)) return [];
    return [
      {
        code: 'E_SPEC',
        severity: 'error' as const,
        path,
        ...placeOf(['specs', String(index)]),
        sample: null,
        message: `the base does not have this version of ${spec.split('@')[0]}, and never had`,
        fix: 'Merge the prompt spec first; "evenhand contribute" prepares its pull request.',
      },
    ];
  });
}
