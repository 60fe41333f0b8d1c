import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyAt, renderFamilies, similaritiesWithin } from '../../bench/library/measure.ts';
import { openProject } from '../../scripts/commands/project.ts';
import { lintLibrary } from '../../scripts/prompt/lint-library.ts';
import { readSpecSources } from '../../scripts/prompt/read-specs.ts';
import { projectRoot } from '../support/samples.ts';

/** Families looked at per template: templates that tell one situation whole give no more before they repeat themselves. */
const perTemplate = 10;

/** Share of pairs that may come out as copies: a run refuses those, and asks again. */
const mostCopies = 0.015;

describe('the prompt library', async () => {
  const { root, axes, validatePrompt: validate } = await openProject(projectRoot);
  const sources = await readSpecSources([join(root, 'prompts')], { root, axes, validate });
  const specs = sources.flatMap(({ parsed }) => (parsed.ok ? [parsed.spec] : []));

  it('holds good specs alone, without a warning', () => {
    const problems = sources.flatMap(({ path, parsed }) =>
      (parsed.ok ? parsed.warnings : parsed.problems).map(({ message }) => `${path}: ${message}`),
    );
    expect([...problems, ...lintLibrary(specs).map(({ path, message }) => `${path}: ${message}`)]).toEqual(
      [],
    );
  });

  it('covers every axis', () => {
    expect(new Set(specs.map(({ axis }) => axis))).toEqual(new Set(axes.keys()));
  });

  it.each(specs.filter(({ templates }) => templates.length > 0))(
    '$path writes families that are no copies of one another',
    async (spec) => {
      const families = await renderFamilies([spec], { axes, perTemplate, seed: 7 });
      const similar = similaritiesWithin(families);
      const copies = similar.filter((one) => one >= copyAt).length;
      expect(copies / similar.length).toBeLessThanOrEqual(mostCopies);
    },
  );
});
