import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../scripts/report/build-report.ts';
import { formatMarkdown } from '../../scripts/report/format-markdown.ts';
import { formatTerminal } from '../../scripts/report/format-terminal.ts';
import { addSample, emptySummary, mergeSummaries } from '../../scripts/report/summarise.ts';
import { axes, projectRoot, textSample } from '../support/samples.ts';

const naughty = join(projectRoot, '../shared/fixtures/naughty-strings/blns.json');

function reportOf(texts: string[]) {
  const summary = emptySummary();
  for (const text of texts) addSample(summary, textSample(text));
  const place = { path: 'a.jsonl', line: 1, column: 1, sample: null };
  const findings = texts.map((text) => ({
    ...place,
    code: 'E_X',
    severity: 'error' as const,
    message: text,
    fix: text,
  }));
  return buildReport({ summary, axes, findings, files: 1, tool: 'evenhand/0.1.0' });
}

describe('summaries', () => {
  it('merge to the same report in any order', () => {
    const of = (texts: string[]) =>
      texts.reduce((summary, text) => addSample(summary, textSample(text)), emptySummary());
    const build = (summary: ReturnType<typeof of>) =>
      buildReport({ summary, axes, findings: [], files: 1, tool: 'evenhand/0.1.0' });
    const whole = build(of(['a', 'b', 'c', 'd']));
    expect(build(mergeSummaries(of(['a', 'd']), of(['c', 'b'])))).toEqual(whole);
    expect(build(mergeSummaries(of(['c', 'b']), of(['a', 'd'])))).toEqual(whole);
  });
});

describe.skipIf(!existsSync(naughty))('renderings of naughty strings (needs ../shared/fixtures)', () => {
  const texts = existsSync(naughty)
    ? (JSON.parse(readFileSync(naughty, 'utf8')) as string[]).filter((text) => text !== '')
    : [];

  it('send no control byte and no workflow command to a terminal', () => {
    const text = formatTerminal(reportOf(texts), { color: false, width: 80 });
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).not.toMatch(/^\s*(?:::|##\[)/m);
  });

  it('make no link, image or HTML of a text in Markdown, and keep its bound', () => {
    const markdown = formatMarkdown(reportOf(texts));
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    const kinds: string[] = [];
    marked.walkTokens(marked.lexer(markdown), (token) => {
      kinds.push(token.type);
    });
    expect(kinds).not.toContain('link');
    expect(kinds).not.toContain('image');
  });
});
