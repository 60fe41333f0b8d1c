import { UserError } from '../errors.ts';
import type { Axes } from '../sample/axis.ts';
import { suggest } from '../sample/nearest-name.ts';
import { type RunningCheck, startCheck } from './check.ts';
import { exactDuplicatesCheck } from './exact-duplicates-check.ts';
import { familiesCheck } from './families-check.ts';
import { identityCheck } from './identity-check.ts';
import { jsonCheck } from './json-check.ts';
import { safetyCheck } from './safety/safety-check.ts';
import { schemaCheck } from './schema-check.ts';

type Context = {
  axes: Axes;
  /** Ids of samples that were removed for good. */
  tombstones?: ReadonlySet<string>;
};

/** The table of checks, in the order they are named. A new check is a new file and one line here. */
const checks = {
  json: () => startCheck(jsonCheck),
  schema: () => startCheck(schemaCheck),
  identity: ({ axes, tombstones }) => startCheck(identityCheck(axes, tombstones)),
  families: () => startCheck(familiesCheck),
  safety: () => startCheck(safetyCheck),
  duplicates: () => startCheck(exactDuplicatesCheck),
} satisfies Record<string, (context: Context) => RunningCheck>;

export const checkNames = Object.keys(checks);

/** Starts the named checks, or all of them. */
export function startChecks(context: Context, only: readonly string[] = checkNames): RunningCheck[] {
  return only.map((name) => {
    if (!isCheckName(name)) {
      throw new UserError(`"${name}" is not a check`, {
        code: 'UNKNOWN_CHECK',
        fix: `Use one or more of ${checkNames.join(', ')}.${suggest(name, checkNames)}`,
      });
    }
    return checks[name](context);
  });
}

function isCheckName(name: string): name is keyof typeof checks {
  return Object.hasOwn(checks, name);
}
