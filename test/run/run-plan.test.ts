import { describe, expect, it } from 'vitest';
import { planRun, slugify } from '../../scripts/run/run-plan.ts';
import { runIdPattern } from '../../scripts/sample/data-path.ts';

const spec = {
  path: 'prompts/gender/site-visit.yaml',
  sha256: 'a'.repeat(64),
  name: 'site-visit',
  axis: 'gender',
};
const input = {
  date: '2026-11-24',
  provider: 'template',
  count: 12,
  seed: 1,
  tool: 'evenhand/0.1.0',
  specs: [spec],
};

describe('planRun', () => {
  it('names the run by date, spec and a hash', () => {
    expect(planRun(input).run).toMatch(/^2026-11-24-site-visit-[0-9a-f]{8}$/);
    expect(planRun({ ...input, specs: [spec, { ...spec, path: 'b' }] }).run).toContain('-gender-');
    expect(planRun({ ...input, specs: [spec, { ...spec, axis: 'age' }] }).run).toContain('-mixed-');
  });

  it('gives the same name to the same plan and another to any other', () => {
    const others = [
      { ...input, seed: 2 },
      { ...input, count: 13 },
      { ...input, model: 'm' },
      { ...input, specs: [{ ...spec, sha256: 'b'.repeat(64) }] },
    ];
    expect(planRun({ ...input, tool: 'evenhand/0.2.0' }).run).toBe(planRun(input).run);
    expect(new Set([input, ...others].map((plan) => planRun(plan).run)).size).toBe(5);
  });
});

describe('slugify', () => {
  it.each(['Café au lait!', '---', '日本語', 'a'.repeat(200), `${'a'.repeat(39)}-b`])(
    'makes a part of a run id of %j',
    (text) => {
      expect(`2026-11-24-${slugify(text)}-0123abcd`).toMatch(runIdPattern);
    },
  );
});
