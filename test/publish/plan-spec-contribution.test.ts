import { describe, expect, it } from 'vitest';
import { planSpecContribution } from '../../scripts/publish/plan-spec-contribution.ts';
import { exampleAuthor as author } from './example-run.ts';

const one = { path: 'prompts/gender/site-visit.yaml', content: 'title: Site visit\n' };
const two = { path: 'prompts/age/first-day.yaml', content: 'title: First day\n' };

describe('planSpecContribution', () => {
  it('names the branch for the spec and its content', () => {
    const { branch, files, message } = planSpecContribution({ specs: [one], author });
    expect(branch).toMatch(/^prompt\/gender-site-visit-[0-9a-f]{8}$/);
    expect(files).toEqual([{ ...one, samples: 0 }]);
    expect(message).toBe(
      'Add the prompt spec prompts/gender/site-visit.yaml\n\n- prompts/gender/site-visit.yaml\n\nSigned-off-by: Ann Example <ann@example.org>\n',
    );
    const edited = planSpecContribution({ specs: [{ ...one, content: 'title: Other\n' }], author });
    expect(edited.branch).not.toBe(branch);
  });

  it('gives the same plan for the same specs in any order', () => {
    const plan = planSpecContribution({ specs: [one, two], author });
    expect(plan.branch).toMatch(/^prompt\/age-first-day-and-1-more-[0-9a-f]{8}$/);
    expect(planSpecContribution({ specs: [two, one], author })).toEqual(plan);
  });

  it.each([
    '../x.yaml',
    'prompts/x.yaml',
    'prompts/gender/../x.yaml',
    'prompts/gender/X.yaml',
    'data/gender/x.yaml',
  ])('refuses a spec at %s', (path) => {
    expect(() => planSpecContribution({ specs: [{ path, content: 'x' }], author })).toThrow(
      /prompts\/<axis>\/<name>/,
    );
  });

  it('refuses an empty spec, and none at all', () => {
    expect(() => planSpecContribution({ specs: [{ ...one, content: '' }], author })).toThrow(
      /file with content/,
    );
    expect(() => planSpecContribution({ specs: [], author })).toThrow(/no prompt spec/);
  });
});
