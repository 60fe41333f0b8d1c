import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/samples.ts';
import { evenhand } from '../support/workshop.ts';

const folder = join(projectRoot, '../shared/fixtures/stereoset');
const data = join(folder, 'dev.json');
const gpt2 = join(folder, 'predictions/gpt2_ModelNSP_GPT2LM.json');
const cwd = tmpdir();

describe.skipIf(!existsSync(folder))('benchmark stereoset (needs ../shared/fixtures)', () => {
  it("prints gpt2's published figures with their interval", async () => {
    const { code, stdout } = await evenhand(
      ['benchmark', 'stereoset', '--data', data, '--predictions', gpt2, '--json'],
      { cwd },
    );
    expect(code).toBe(0);
    const { overall, cells } = JSON.parse(stdout);
    expect([overall.lms, overall.ss, overall.icat].map((score: number) => score.toFixed(2))).toEqual([
      '83.65',
      '57.03',
      '71.89',
    ]);
    expect(cells[0].scores.ss.low).toBeCloseTo(55.4, 0);
    expect(cells[0].scores.ss.high).toBeCloseTo(58.6, 0);
  });

  it('claims nothing of a model beside itself', async () => {
    const args = ['benchmark', 'stereoset', '--data', data, '--predictions', gpt2, '--compare', gpt2];
    const { stdout } = await evenhand(args, { cwd });
    for (const name of ['LMS', 'SS', 'ICAT'])
      expect(stdout).toContain(`${name}: no difference can be claimed.`);
    expect(stdout).toContain('language modelling is no worse (margin 1 point)');
  });

  it('scores one split alone', async () => {
    const { intrasentence } = JSON.parse(await readFile(gpt2, 'utf8'));
    const path = join(cwd, `evenhand-intra-${process.pid}.json`);
    await writeFile(path, JSON.stringify({ intrasentence }));
    const args = ['benchmark', 'stereoset', '--data', data, '--predictions', path, '--json'];
    const one = JSON.parse((await evenhand([...args, '--split', 'intrasentence'], { cwd })).stdout);
    const both = await evenhand(args.with(5, gpt2), { cwd });
    expect(one.intrasentence).toEqual(JSON.parse(both.stdout).intrasentence);
    expect(one.overall).toEqual(one.intrasentence.overall);
    expect(one.intersentence.overall.ss).toBeNull();
    const { code, stderr } = await evenhand(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('missing list (intersentence)');
  });

  it('refuses broken predictions with counts and examples', async () => {
    const predictions = JSON.parse(await readFile(gpt2, 'utf8'));
    const [first, second, third] = predictions.intrasentence;
    first.score = null;
    second.id = third.id;
    predictions.intersentence[0].id = 'unknown';
    const broken = join(cwd, `evenhand-broken-${process.pid}.json`);
    // As Python's json module writes it.
    await writeFile(broken, JSON.stringify(predictions).replace('"score":null', '"score": NaN'));
    const { code, stderr } = await evenhand(
      ['benchmark', 'stereoset', '--data', data, '--predictions', broken],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('1 × score that is no finite number');
    expect(stderr).toContain('1 × sentence scored twice');
    expect(stderr).toContain('1 × sentence that the data does not have (unknown)');
    expect(stderr).toContain('2 × sentence without a score');
  });
});
