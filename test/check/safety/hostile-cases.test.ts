import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHostileCases } from '../../sample/json/fixtures.ts';
import { projectRoot } from '../../support/samples.ts';
import { evenhand } from '../../support/workshop.ts';

const cases = readHostileCases();

describe.skipIf(!cases)(
  'evenhand check, over the hostile fixtures (skips without ../shared/fixtures)',
  () => {
    it('gives every case its verdict and its code, and repeats no secret', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'evenhand-hostile-'));
      mkdirSync(folder, { recursive: true });
      for (const { id, bytes } of cases ?? []) writeFileSync(join(folder, `${id}.jsonl`), bytes);
      const { code, stdout } = await evenhand(['check', folder, '--only', 'json,safety', '--json'], {
        cwd: projectRoot,
      });
      expect(code).toBe(1);
      const { findings } = JSON.parse(stdout) as {
        findings: { path: string; code: string; severity: string }[];
      };
      const verdicts = (cases ?? []).map(({ id, code: expected }) => {
        const own = findings.filter(({ path }) => path.endsWith(`/${id}.jsonl`));
        const codes = own.map((finding) => finding.code);
        const rejects = own.some(({ severity }) => severity === 'error');
        const verdict = rejects ? 'reject' : own.length > 0 ? 'warn' : 'accept';
        return {
          id,
          verdict,
          code: expected === '' || codes.includes(expected) ? expected : codes.join(' '),
        };
      });
      expect(verdicts).toEqual(
        (cases ?? []).map(({ id, verdict, code: expected }) => ({ id, verdict, code: expected })),
      );
      expect(stdout).not.toContain('AKIAZ7Q3W8E5R2T6Y4U1');
    });
  },
);
