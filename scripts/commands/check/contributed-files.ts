import type { SourceFile } from '../../check/source-file.ts';
import { readChange } from '../../publish/read-change.ts';
import { maxFileBytes, parseDataPath } from '../../sample/data-path.ts';
import type { World } from '../../world.ts';
import { readBaseRules } from '../base-rules.ts';
import { again } from '../dataset.ts';
import type { Rules } from '../project.ts';
import { isPlain, keepRunFiles, sourceAt } from './change-contents.ts';

type Contributed = {
  files: AsyncIterable<SourceFile>;
  /** The rules of the base, and the folder of the clone. */
  rules: Rules & { root: string };
};

/** The new data files of a pull request, as Git has them; what is too large to be taken is not among them. */
export async function contributedFiles(
  { base, head }: { base: string; head: string },
  { cwd, env }: Pick<World, 'cwd' | 'env'>,
): Promise<Contributed> {
  const read = await readChange({ folder: cwd, env, base, head });
  const rules = await readBaseRules(sourceAt(read, read.change.base), env);
  const added = read.change.files.filter(
    ({ path, before, after }) =>
      !before && isPlain(after) && (after.bytes ?? 0) <= maxFileBytes && parseDataPath(path),
  );
  return {
    files: again(() => keepRunFiles(added, [], { ...read, env })),
    rules: { ...rules, root: read.top },
  };
}
