import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../scripts/check/finding.ts';
import { toAnnotations, toCheckRun, toRefusal } from '../../../scripts/publish/pull-request/check-run.ts';
import { buildReport } from '../../../scripts/report/build-report.ts';
import { emptySummary } from '../../../scripts/report/summarise.ts';
import { axes } from '../../support/samples.ts';

function finding(more: Partial<Finding> = {}): Finding {
  return {
    code: 'E_ID',
    severity: 'error',
    path: 'data/a.jsonl',
    line: 3,
    column: 7,
    sample: null,
    message: 'the id is wrong',
    fix: 'Mend it.',
    ...more,
  };
}

const commits = { base: 'b'.repeat(40), head: 'a'.repeat(40) };

function reportOf(findings: Finding[]) {
  return buildReport({ summary: emptySummary(), axes, findings, files: 1, tool: 'evenhand/0.1.0' });
}

describe('toAnnotations', () => {
  it('makes one annotation of a finding, at its line, or at the first where it has none', () => {
    const whole = finding({ line: 0, column: 0, severity: 'warning', code: 'W_X' });
    expect(toAnnotations({ findings: [whole, finding()] })).toEqual([
      {
        path: 'data/a.jsonl',
        start_line: 3,
        end_line: 3,
        start_column: 7,
        end_column: 7,
        annotation_level: 'failure',
        title: 'E_ID',
        message: 'the id is wrong\nFix: Mend it.',
      },
      expect.objectContaining({ start_line: 1, end_line: 1, annotation_level: 'warning' }),
    ]);
  });

  it('stops at 300, errors first, every code among them', () => {
    const many = Array.from({ length: 1_000 }, (_, line) => finding({ line }));
    const warnings = many.map((each) => ({ ...each, severity: 'warning' as const }));
    const annotations = toAnnotations({ findings: [...warnings, ...many, finding({ code: 'E_RARE' })] });
    expect(annotations).toHaveLength(300);
    expect(annotations.map(({ title }) => title)).toContain('E_RARE');
    expect(annotations.every(({ annotation_level }) => annotation_level === 'failure')).toBe(true);
    expect(toAnnotations({ findings: [] })).toEqual([]);
  });

  it('shows what hides, and cuts what is too long for GitHub', () => {
    const hostile = finding({ message: `a\u202eb${'x'.repeat(70_000)}`, path: 'a\nb' });
    const [annotation] = toAnnotations({ findings: [hostile] });
    expect(annotation?.message).toContain(String.raw`a\u{202E}b`);
    expect(annotation?.message.length).toBeLessThan(10_000);
    expect(annotation?.path).toBe(String.raw`a\u{A}b`);
  });
});

describe('toCheckRun', () => {
  it('is the same for the same commits, and says yes only without an error', () => {
    const failed = toCheckRun(reportOf([finding()]), commits);
    expect(failed).toMatchObject({ conclusion: 'failure', headSha: commits.head });
    expect(failed.title).toContain('1 error');
    expect(toCheckRun(reportOf([]), commits)).toMatchObject({
      conclusion: 'success',
      externalId: failed.externalId,
    });
  });

  it('says no where there was nothing to judge by, with inert words', () => {
    const refusal = toRefusal('see <img src=x> @everyone', commits);
    expect(refusal.conclusion).toBe('failure');
    expect(refusal.summary).toContain('`<img src=x> @everyone`');
  });
});
