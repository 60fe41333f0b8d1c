import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evenhand, newWorkshop } from '../support/workshop.ts';

/** A folder with one of each thing that people name by mistake. */
async function newMess(): Promise<string> {
  const folder = newWorkshop();
  await mkdir(join(folder, 'photos'));
  await writeFile(join(folder, 'photos', 'cat.png'), 'not a picture');
  await writeFile(join(folder, 'empty.jsonl'), '');
  await writeFile(join(folder, 'tabs.yaml'), 'title: x\naxis: gender\nslots:\n\tplace: [a, b]\n');
  await writeFile(join(folder, 'file'), '');
  await writeFile(join(folder, 'foreign.jsonl'), '{"text":"The ferry was late again."}\n');
  await writeFile(join(folder, 'other.json'), '{}');
  await mkdir(join(folder, 'run-of-another'));
  await writeFile(join(folder, 'run-of-another', 'plan.json'), '{"run":"x"}\n');
  await writeFile(join(folder, 'run-of-another', 'run.json'), '{"run":5}\n');
  await writeFile(join(folder, 'large.yaml'), `title: ${'x'.repeat(1_000_000)}`);
  const spec = await readFile(join(folder, 'prompts/gender/site-visit.yaml'));
  await writeFile(join(folder, 'elsewhere.yaml'), spec);
  return folder;
}

describe('wrong input gets a clear error with a fix', async () => {
  const folder = await newMess();

  it.each([
    ['generate nowhere.yaml', 2, '"nowhere.yaml" is no axis, spec, file or folder'],
    ['generate gender/sitevisit', 2, 'Did you mean "gender/site-visit"?'],
    ['generate prompts/gendr', 2, 'Did you mean "gender"?'],
    ['generate photos', 2, 'no prompt spec (.yaml) under'],
    ['generate tabs.yaml', 2, 'tabs.yaml:4:1'],
    ['generate large.yaml', 2, 'a prompt spec has at most'],
    ['generate elsewhere.yaml', 2, 'does not stand in prompts/gender/'],
    ['generate --provider opnai', 2, '"opnai" is not a provider'],
    ['generate --count 0', 2, '--count'],
    ['generate --count many', 2, 'whole number'],
    ['generate --cuont 3', 2, 'Did you mean --count'],
    ['generate --resume nothing', 2, 'there is no run "nothing"'],
    ['generate --resume run-of-another', 2, 'run-of-another/plan.json: expected an object with "schema"'],
    ['contribute run-of-another', 2, 'run-of-another/run.json: expected an object with "run"'],
    ['generate prompts --resume nothing', 2, 'a run brings its own prompt specs'],
    ['generate --out file', 3, '--out'],
    ['stats --save-state nowhere/state.json', 2, 'nowhere/state.json: no such file or directory'],
    ['explore foreign.jsonl --out file', 2, 'file: not a directory'],
    ['index build foreign.jsonl --index file', 2, 'file: file already exists'],
    ['check foreign.jsonl --bias-state other.json', 2, 'other.json holds no bias state'],
    ['check foreign.jsonl --bias-state tabs.yaml', 2, 'tabs.yaml holds no bias state'],
    ['chekc', 2, 'Did you mean check'],
    ['check nowhere', 2, 'there is no such file or folder'],
    ['check photos', 2, 'no .jsonl'],
    ['check tabs.yaml', 2, 'neither .jsonl nor .run.json'],
    ['check empty.jsonl', 2, 'it is empty'],
    ['check --only duplicate', 2, 'Did you mean "duplicates"?'],
    ['import empty.jsonl --axis gender', 2, 'empty.jsonl is empty'],
    ['import nowhere.jsonl --axis gender', 2, 'nowhere.jsonl'],
    ['import tabs.yaml --axis gender', 2, 'tabs.yaml:1:1'],
    ['import photos --axis gender', 2, 'photos'],
    ['import foreign.jsonl --axis gender --licence CC-BY-NC-4.0', 2, '"licence" must be one of MIT'],
    ['contribute nothing --prepare', 2, 'there is no run "nothing"'],
    ['contribute nothing', 2, 'there is no run "nothing"'],
    ['stats ', 2, 'argument 2 is empty'],
  ])('%s', async (line, code, words) => {
    const outcome = await evenhand(line.split(' '), { cwd: folder });
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toContain(words);
    expect(outcome.stderr).not.toContain('evenhand itself failed');
    expect(outcome.code).toBe(code);
  });

  it('says wrong use as JSON to who asked for JSON', async () => {
    const { code, stdout } = await evenhand(['check', '--json', '--frob'], { cwd: folder });
    expect(code).toBe(2);
    const { ok, error } = JSON.parse(stdout);
    expect({ ok, error }).toMatchObject({
      ok: false,
      error: { code: 'WRONG_USE', message: "unknown option '--frob'" },
    });
    expect(error.fix).toContain('--help');
  });

  it('says that it has read data which are not ours', async () => {
    const { code, stdout } = await evenhand(['check', '--only', 'json,safety', 'foreign.jsonl'], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Passed: no errors in 1 file.');
  });

  it('leaves nothing behind', async () => {
    expect(await readdir(folder)).not.toContain('runs');
  });
});

describe('outside a dataset', () => {
  it('says that there are no prompt specs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenhand-empty-'));
    const outcome = await evenhand(['generate'], { cwd: folder });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('NO_SPECS');
  });

  it('passes nothing, and says that there is no dataset', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenhand-empty-'));
    const outcome = await evenhand(['check'], { cwd: folder });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain(`there is no dataset in ${folder}`);
  });
});

describe('two runs in the same folder', () => {
  it('let one of them work and refuse the other', async () => {
    const folder = newWorkshop();
    const args = ['generate', '--count', '3000', '--seed', '1'];
    const outcomes = await Promise.all([evenhand(args, { cwd: folder }), evenhand(args, { cwd: folder })]);
    const [good, bad] = outcomes.toSorted((a, b) => Number(a.code) - Number(b.code));
    expect(good?.code).toBe(0);
    expect(bad?.stderr).toContain('RUN_LOCKED');
    expect(bad?.code).toBe(2);
  });
});
