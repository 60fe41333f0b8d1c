import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evenhand, newWorkshop } from '../support/workshop.ts';

describe('evenhand prompts', async () => {
  const folder = newWorkshop();

  it('lists the whole library, and nothing is wrong in it', async () => {
    const { code, stdout, stderr } = await evenhand(['prompts'], { cwd: folder });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('gender/site-visit');
    expect(stdout).toMatch(/\d+ prompt specs, \d+ of them with templates/);
  });

  it('gives the list of an axis as one JSON object', async () => {
    const { stdout } = await evenhand(['prompts', 'religion', '--json'], { cwd: folder });
    const { ok, specs, problems } = JSON.parse(stdout);
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(specs.length).toBeGreaterThan(0);
    for (const spec of specs) expect(spec).toMatchObject({ axis: 'religion', path: /^prompts\/religion\// });
  });

  it.each(['gender/site-visit', 'prompts/gender/site-visit.yaml', 'gender/site-visit.yaml'])(
    'shows %s with a sample for each template and group',
    async (name) => {
      const { code, stdout } = await evenhand(['prompts', name, '--json'], { cwd: folder });
      const preview = JSON.parse(stdout);
      expect(code).toBe(0);
      expect(preview).toMatchObject({ kind: 'text', offline: true, slots: { occupation: { size: 13 } } });
      expect(preview.samples).toHaveLength(preview.templates);
      for (const { drafts } of preview.samples) expect(drafts).toHaveLength(3);
    },
  );

  it('shows a spec to a reader', async () => {
    const { stdout } = await evenhand(['prompts', 'gender/site-visit'], { cwd: folder });
    expect(stdout).toContain('A visit to the building site  (prompts/gender/site-visit.yaml)');
    expect(stdout).toContain('    nonbinary-people\n');
  });

  it('names place and fix of what is wrong, errors and warnings, and exits 1', async () => {
    const own = newWorkshop();
    await mkdir(join(own, 'prompts/age'), { recursive: true });
    await writeFile(
      join(own, 'prompts/age/copy.yaml'),
      'title: A visit to the building site\naxis: age\nkind: text\nlang: en\nstances: [neutral, bias-aware]\n' +
        'instructions: Write a short scene in which the kettle boils over.\n',
    );
    const { code, stdout, stderr } = await evenhand(['prompts'], { cwd: own });
    expect(code).toBe(1);
    expect(stderr).toContain('error: prompts/age/copy.yaml:5:11 stances.0: neither a template nor');
    expect(stdout).toContain('gender/site-visit');
  });

  it('suggests the name that was meant', async () => {
    const { code, stderr } = await evenhand(['prompts', 'gendre'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "gender"?');
  });
});
