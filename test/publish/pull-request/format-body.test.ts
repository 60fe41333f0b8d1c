import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import {
  formatBulkBody,
  formatSamplesBody,
  formatSpecsBody,
} from '../../../scripts/publish/pull-request/format-body.ts';
import { buildReport } from '../../../scripts/report/build-report.ts';
import { addSample, emptySummary } from '../../../scripts/report/summarise.ts';
import type { RunRecord } from '../../../scripts/sample/run-file.ts';
import { axes, textSample } from '../../support/samples.ts';
import { exampleRecord } from '../example-run.ts';

const byModel: RunRecord = {
  ...exampleRecord,
  provider: 'openai',
  model: { asked: 'gpt-5-mini', served: ['gpt-5-mini-2025-08-07'] },
  tokens: { input: 12_000, output: 3_400 },
  costMicroUsd: 12_345,
  energy: { wattHours: 1.2, lowWattHours: 0.3, highWattHours: 4, source: 'an estimate' },
  termsUrl: 'https://example.org/terms',
};

function reportOf(run: RunRecord, texts = ['The surveyor rests.', 'The surveyor reads.']) {
  const summary = emptySummary();
  for (const text of texts) addSample(summary, textSample(text));
  return buildReport({ summary, axes, findings: [], files: 1, tool: 'evenhand/0.1.0', run });
}

/** As a person reads it. */
const read = (markdown: string) =>
  (marked.parse(markdown) as string).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

const boxesOf = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('- [ ] '));

describe('the text of a pull request', () => {
  it('says verdict, samples per axis, what made them and the cost, and quotes no sample', () => {
    const body = formatSamplesBody(reportOf(byModel), byModel);
    const said = read(body);
    expect(said).toContain('Passed: no errors in 2 samples (2 families)');
    expect(said).toMatch(/Gender\s+2\s+2/);
    expect(said).toContain('gpt-5-mini-2025-08-07');
    expect(said).toContain('$0.0124');
    expect(said).toContain('12,000 in, 3,400 out');
    expect(said).toMatch(/Licence\s+MIT/);
    expect(body).not.toContain('surveyor');
  });

  it('leaves to the contributor what only a person can say, of terms only where a model wrote', () => {
    expect(boxesOf(formatSamplesBody(reportOf(byModel), byModel))).toMatchObject([
      expect.stringContaining('I have read the samples'),
      expect.stringContaining('licence MIT'),
      expect.stringContaining('example.org/terms'),
    ]);
    expect(boxesOf(formatSamplesBody(reportOf(exampleRecord), exampleRecord))).toHaveLength(2);
    expect(boxesOf(formatSpecsBody(['prompts/gender/a.yaml']))).toHaveLength(2);
  });

  it('shows samples of a bulk contribution, whose files nobody can read as a difference', () => {
    expect(read(formatBulkBody(reportOf(exampleRecord), exampleRecord))).toContain('The surveyor rests.');
  });

  it('acts on nothing that a run says of itself', () => {
    const evil = '@all <img src=x> [x](https://evil.example) ![x](y) `|\n- [x] done';
    const run: RunRecord = {
      ...byModel,
      provider: evil,
      model: { asked: evil, served: [evil] },
      licence: evil,
      termsUrl: evil,
      run: evil,
    };
    const body = formatSamplesBody(reportOf(run), run);
    const active: string[] = [];
    marked.walkTokens(marked.lexer(body), (token) => {
      const isOwn = token.type === 'html' && /^<!-- \/?evenhand:report -->\s*$/.test(token.raw);
      if (['link', 'image', 'html'].includes(token.type) && !isOwn) active.push(token.raw);
    });
    expect(active).toEqual([]);
    expect(body).not.toMatch(/(?<![\w`\u200b\u2060])@all/);
    expect(boxesOf(body)).toHaveLength(3);
    expect(body).not.toMatch(/^- \[x\]/m);
  });

  it('stays below what GitHub takes, whatever the report holds', () => {
    const texts = Array.from({ length: 2_000 }, (_, index) => `${'word '.repeat(50)}${index}`);
    expect(formatBulkBody(reportOf(exampleRecord, texts), exampleRecord).length).toBeLessThan(65_536);
  });
});
