import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shareFiles } from '../../scripts/commands/check/share-files.ts';
import { codeFixtures } from '../check/code-fixtures.ts';
import { runHere } from '../support/run-here.ts';
import { jsonl, projectRoot, textSample } from '../support/samples.ts';
import { evenhand, newWorkshop } from '../support/workshop.ts';

/** A folder with the input of every finding code that files bring about, good samples, and duplicates across files. */
async function newFolder(): Promise<string> {
  const folder = newWorkshop();
  for (const [code, make] of Object.entries(codeFixtures)) {
    const fixture = make();
    if (!('subjects' in fixture)) continue;
    for (const { path, chunks } of fixture.subjects) {
      const file = join(folder, 'files', code, path);
      mkdirSync(dirname(file), { recursive: true });
      const parts = [];
      for await (const chunk of chunks()) parts.push(chunk);
      writeFileSync(file, Buffer.concat(parts));
    }
  }
  const sample = textSample('The plumber laid her spanner on the wet tiles and counted the joints again.');
  for (const name of ['aa', 'mm', 'zz']) writeFileSync(join(folder, `files/${name}.jsonl`), jsonl([sample]));
  // Enough of the dataset for shares, gaps and links to be measured.
  for (const axis of ['age', 'gender', 'religion'])
    cpSync(join(projectRoot, 'data', axis), join(folder, 'files/data', axis), { recursive: true });
  return folder;
}

describe('check on several threads', () => {
  it('says the same to the byte as on one', async () => {
    const folder = await newFolder();
    const reports: string[] = [];
    for (const threads of ['1', '3']) {
      const args = ['check', 'files', '--threads', threads, '--out', `out-${threads}`, '--json'];
      const { code, stdout } = await evenhand(args, { cwd: folder });
      expect(code).toBe(1);
      expect(readFileSync(join(folder, `out-${threads}/report.json`), 'utf8')).toBe(stdout);
      reports.push(stdout);
    }
    const codes = new Set(JSON.parse(reports[0]!).findings.map(({ code }: { code: string }) => code));
    expect(codes.size).toBeGreaterThan(40);
    const { bias } = JSON.parse(reports[0]!);
    expect(
      bias.axes.filter(({ families }: { families: { after: number } }) => families.after > 30),
    ).toHaveLength(3);
    expect(reports[1]).toBe(reports[0]);
  }, 60_000);

  it.each(['1', '2'])('ends at Ctrl-C on %s of them, and writes nothing', async (threads) => {
    const folder = newWorkshop();
    for (const name of ['a', 'b'])
      writeFileSync(join(folder, `${name}.jsonl`), jsonl([textSample(`The nurse says ${name}.`)]));
    const line = `check a.jsonl b.jsonl --threads ${threads} --out out --json`;
    const { code, stdout, stderr } = await runHere(folder, line, {}, AbortSignal.abort());
    expect(code).toBe(130);
    expect(stderr).toBe(
      'error: interrupted while files were checked: no report is written\n  fix: Run the same command again.  [INTERRUPTED]\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'INTERRUPTED' } });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

describe('shares of files', () => {
  it('are stretches of the list, of about the same length, and hold each file once', () => {
    const files = Array.from({ length: 50 }, (_, index) => ({ path: `${index}`, bytes: (index * 37) % 100 }));
    for (const parts of [1, 2, 3, 7]) {
      const shares = shareFiles(files, parts);
      expect(shares.flat()).toEqual(files.map(({ path }) => path));
      const lengths = shares.map((share) => share.reduce((sum, path) => sum + files[Number(path)]!.bytes, 0));
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(200);
    }
    expect(shareFiles([{ path: 'empty', bytes: 0 }], 3)).toEqual([['empty']]);
  });
});
