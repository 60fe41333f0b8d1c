import { UserError } from '../errors.ts';
import type { PromptSpec } from './spec.ts';

/**
 * Samples name their spec by its path, so a spec that generates must stand where the library has its place.
 * @throws UserError naming every spec that stands elsewhere.
 */
export function requireLibraryPath(specs: readonly PromptSpec[]): void {
  const strangers = specs.filter(({ path, axis, name }) => path !== `prompts/${axis}/${name}.yaml`);
  if (strangers.length === 0) return;
  throw new UserError(
    strangers.map(({ path, axis }) => `${path} does not stand in prompts/${axis}/`).join('\n'),
    {
      code: 'SPEC_PLACE',
      fix: 'Move it to prompts/<its axis>/<name>.yaml, in lower-case letters, digits and hyphens. --preview works from anywhere.',
    },
  );
}
