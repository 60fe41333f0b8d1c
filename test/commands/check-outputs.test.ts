import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { textSample } from '../support/samples.ts';
import { evenhand, newWorkshop } from '../support/workshop.ts';

describe('check', () => {
  let folder = '';
  beforeAll(() => {
    folder = newWorkshop();
    const twice = canonicalJson(textSample('One text,\n::error::with a command.'));
    writeFileSync(join(folder, 'a.jsonl'), `{"id":\n${twice}\n${twice}\n`);
  });

  it('writes every rendering with --out', async () => {
    expect((await evenhand(['check', 'a.jsonl', '--out', 'out'], { cwd: folder })).code).toBe(1);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      ['csv', 'html', 'json', 'md', 'sarif'].map((extension) => `report.${extension}`),
    );
    const sarif = JSON.parse(readFileSync(join(folder, 'out/report.sarif'), 'utf8'));
    const { findings } = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(findings.length);
    const rows = readFileSync(join(folder, 'out/report.csv'), 'utf8').trimEnd().split('\r\n');
    expect(rows).toHaveLength(findings.length + 1);
  });

  it('annotates on stderr and adds to the job summary with --github, stdout staying JSON', async () => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'Before.\n');
    const args = ['check', 'a.jsonl', '--github', '--json', '--only', 'json,duplicates'];
    const env = { GITHUB_STEP_SUMMARY: summary };
    const { code, stdout, stderr } = await evenhand(args, { cwd: folder, env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toHaveLength(2);
    expect(stderr.split('\n').map((line) => line.replace(/(?<=.)::.*/, ''))).toEqual([
      '::error file=a.jsonl,line=3,col=1,title=E_DUPLICATE',
      '::error file=a.jsonl,line=1,col=7,title=E_JSON',
      '',
    ]);
    expect(readFileSync(summary, 'utf8')).toMatch(/^Before\.\n## Failed: 2 errors/);
  });

  it('says where the job summary cannot be written', async () => {
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'no/such/file') };
    const { code, stderr } = await evenhand(['check', 'a.jsonl', '--github'], { cwd: folder, env });
    expect(code).toBe(3);
    expect(stderr).toContain('SUMMARY_NOT_WRITTEN');
  });
});
