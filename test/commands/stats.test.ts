import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newDataset } from '../support/released.ts';
import { runHere } from '../support/run-here.ts';
import { git } from '../support/workshop.ts';

let folder = '';

beforeAll(async () => {
  folder = await newDataset(40);
}, 60_000);

describe('stats --bias-state', () => {
  it('prints what it prints without it, and adds what the state does not cover', async () => {
    const [first = '', ...rest] = git(folder, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    const whole = await runHere(folder, 'stats --json --save-state whole.json');
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(rest.length).toBeGreaterThan(2);
    // A state of one axis alone: the files of the others are read.
    await runHere(folder, `stats data/${first.split('/')[1]} --save-state part.json`);
    for (const state of ['whole.json', 'part.json']) {
      const again = await runHere(folder, `stats --json --bias-state ${state} --save-state again.json`);
      expect(again).toEqual(whole);
      expect(readFileSync(join(folder, 'again.json'), 'utf8')).toBe(
        readFileSync(join(folder, 'whole.json'), 'utf8'),
      );
    }
  });

  it('says what it does not count', async () => {
    writeFileSync(join(folder, '..', 'foreign.jsonl'), '{"text":"The ferry was late."}\nnot JSON\n');
    const { code, stdout, stderr } = await runHere(folder, 'stats ../foreign.jsonl --json');
    expect({ code, samples: JSON.parse(stdout).samples }).toEqual({ code: 0, samples: 0 });
    expect(stderr).toBe(
      'Not counted: 2 lines without a sample of this dataset; "evenhand check" says why.\n',
    );
  });

  it('refuses a state of files that are gone', async () => {
    const [first = ''] = git(folder, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    rmSync(join(folder, first));
    const { code, stderr } = await runHere(folder, 'stats --bias-state whole.json');
    expect(code).toBe(2);
    expect(stderr).toContain(`whole.json is of 1 file that is not here, such as ${first}`);
    expect(stderr).toContain('STALE_STATE');
  });
});
