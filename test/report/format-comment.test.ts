import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../scripts/check/finding.ts';
import { buildReport } from '../../scripts/report/build-report.ts';
import { commentMarker, formatComment } from '../../scripts/report/format-comment.ts';
import type { ReportChange } from '../../scripts/report/report.ts';
import { addSample, emptySummary } from '../../scripts/report/summarise.ts';
import { axes, textSample } from '../support/samples.ts';
import { naughtyStrings } from './naughty-strings.ts';

const change: ReportChange = { kind: 'contribution', base: 'b'.repeat(40), head: 'a'.repeat(40) };

function finding(more: Partial<Finding> = {}): Finding {
  const place = { path: 'data/gender/2026/a.jsonl', line: 3, column: 7, sample: null };
  return { ...place, code: 'E_ID', severity: 'error', message: 'the id is wrong', fix: 'Mend it.', ...more };
}

function commentOf(texts: string[], findings: Finding[]): string {
  const summary = emptySummary();
  for (const text of texts) addSample(summary, textSample(text));
  return formatComment(buildReport({ summary, axes, findings, files: 1, tool: 'evenhand/0.1.0', change }));
}

/** What stands above the fold, as a person reads it. */
async function headOf(comment: string): Promise<string> {
  const [head = ''] = (await marked.parse(comment)).split('<details>');
  return head
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim();
}

describe('formatComment', () => {
  it('says verdict, worst change, reason and next step before the fold', async () => {
    const warning = finding({ code: 'W_URL', severity: 'warning' });
    const head = await headOf(commentOf(['One.', 'Two.'], [warning, finding(), finding({ line: 9 })]));
    expect(head).toMatch(/^❌ Failed: 2 errors and 1 warning in 2 samples \(2 families\)/);
    expect(head).toContain('Why E_ID (one of 2 findings), data/gender/2026/a.jsonl:3:7: the id is wrong');
    expect(head).toContain(
      'Next step For the contributor, at data/gender/2026/a.jsonl:3:7: Mend it. Then push to the same branch',
    );
    expect(head).toContain(`Judged commit ${'a'.repeat(12)} as a contribution onto ${'b'.repeat(12)}`);
  });

  it('names every code that fails, what only bias says last', async () => {
    const link = finding({ code: 'E_BIAS_ASSOCIATION', message: 'a word sticks' });
    const secret = finding({ code: 'E_SECRET', message: 'a key leaks', fix: 'Revoke it.' });
    const head = await headOf(commentOf(['One.'], [link, { ...link, line: 4 }, secret]));
    expect(head.indexOf('a key leaks')).toBeGreaterThan(0);
    expect(head.indexOf('a key leaks')).toBeLessThan(head.indexOf('a word sticks'));
    expect(head).toContain(
      'For the contributor, at data/gender/2026/a.jsonl:3:7: Revoke it. The report below says how to mend each',
    );
    const codes = Array.from({ length: 9 }, (_, index) => finding({ code: `E_CODE${index}` }));
    expect(await headOf(commentOf(['One.'], codes))).toContain('… and 3 more codes');
  });

  it('tells a maintainer what to do with warnings, with nothing, and with code', async () => {
    const warning = finding({ code: 'W_URL', severity: 'warning' });
    expect(await headOf(commentOf(['One.'], [warning]))).toContain('open the place that the warnings name');
    expect(await headOf(commentOf(['One.'], []))).toMatch(/✅ Passed: no errors in 1 sample .* then merge/);
    const code = { ...change, kind: 'code' } as const;
    const summary = emptySummary();
    const ofCode = buildReport({ summary, axes, findings: [], files: 0, tool: 'evenhand/0', change: code });
    expect(await headOf(formatComment(ofCode))).toContain('Review the change itself');
  });

  it('says of a takedown how much goes, not what stays beside it', async () => {
    const summary = emptySummary();
    addSample(summary, textSample('Stays.'));
    const takedown = { ...change, kind: 'takedown', removed: 1535 } as const;
    const parts = { summary, axes, findings: [], files: 1, tool: 'evenhand/0', change: takedown };
    const head = await headOf(formatComment(buildReport(parts)));
    expect(head).toMatch(/^✅ Passed: no errors in a takedown of 1,535 samples/);
    expect(head).toContain('see in data/tombstones.jsonl what goes and why');
  });

  it('begins with its marker, stays within its bound and closes its fold, whatever stands in it', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 3_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 2_000 }), (words, count) => {
        const [word = 'x'] = words;
        const findings = Array.from({ length: count }, (_, line) =>
          finding({ line, message: word, fix: word }),
        );
        const comment = commentOf(words, findings);
        expect(comment.startsWith(commentMarker)).toBe(true);
        expect(comment.length).toBeLessThanOrEqual(60_000);
        expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
      }),
      { numRuns: 15 },
    );
  });

  it.skipIf(!naughtyStrings)(
    'is inert where 515 naughty strings stand (skipped without ../shared/fixtures)',
    () => {
      for (const text of naughtyStrings ?? []) {
        if (text === '') continue;
        const comment = commentOf([text], [finding({ path: text, code: text, message: text, fix: text })]);
        const active: string[] = [];
        marked.walkTokens(marked.lexer(comment), ({ type, raw }) => {
          if (type === 'link' || type === 'image' || (type === 'html' && !ownMarkup.test(raw)))
            active.push(raw);
        });
        expect(active).toEqual([]);
      }
    },
  );
});

const ownMarkup =
  /^(?:<!-- evenhand: what the checks say -->|<\/?details>(?:\n<summary>[\w ,]+<\/summary>)?)\s*$/;
