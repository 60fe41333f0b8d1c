import { marked } from 'marked';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JudgedReport } from '../../scripts/check/judged/judged-report.ts';
import { rateOf } from '../../scripts/check/judged/rate.ts';
import { buildReport } from '../../scripts/report/build-report.ts';
import { formatHtml } from '../../scripts/report/format-html.ts';
import { formatMarkdown } from '../../scripts/report/format-markdown.ts';
import { formatTerminal } from '../../scripts/report/format-terminal.ts';
import { addSample, emptySummary, mergeSummaries } from '../../scripts/report/summarise.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { parseLine } from '../../scripts/sample/json/parse-line.ts';
import { axes, textSample } from '../support/samples.ts';
import { chromiumPath, startBrowser } from './browser.ts';
import { naughtyStrings } from './naughty-strings.ts';

/** A report in which a text stands everywhere that a contributor's text can stand. */
function reportOf(texts: string[]) {
  const summary = emptySummary();
  for (const text of texts) addSample(summary, textSample(text, { groups: [text], axis: text }));
  const findings = texts.map((text) => ({
    path: `data/${text}`,
    line: 1,
    column: 1,
    sample: null,
    code: 'E_X',
    severity: 'error' as const,
    message: text,
    fix: text,
    other: { path: text, line: 1, column: 1, sample: text },
    diff: (['same', 'removed', 'added'] as const).map((kind) => ({ kind, text })),
  }));
  const judged = judgedOf(texts);
  return buildReport({ summary, axes, findings, files: 1, tool: 'evenhand/0.1.0', next: texts, judged });
}

/** A second opinion in which a model's and a contributor's words stand wherever they can. */
function judgedOf(texts: string[]): JudgedReport {
  const placed = texts.map((text) => ({ sample: text, path: `data/${text}`, line: 1, safety: [text] }));
  const asked = {
    provider: 'openai',
    model: texts.join(' '),
    served: texts,
    inputSha256: '0'.repeat(64),
    asked: 60,
    answered: 60,
    refused: Object.fromEntries(texts.map((text) => [text, 1])),
    budgetSpent: true,
    costMicroUsd: 1,
    unknownMicroUsd: 1,
    tokens: null,
    energy: null,
  };
  const rate = rateOf(20, 60, 30);
  const rates = { judged: 60, stereotype: rate, clearStereotype: rate, harm: rate };
  const verdict = { stereotype: 'clear', harm: 'none', stance: 'stereotypical' } as const;
  return {
    drawn: 60,
    samples: 60,
    families: 60,
    seed: 1,
    withheld: 1,
    judge: {
      ...asked,
      rubric: texts.join(' '),
      axes: texts.map((text) => ({ axis: text, title: text, ...rates })),
      stances: [],
      asDeclared: rate,
      unquoted: 1,
      controls: {
        stereotypesFound: rate,
        cleanCalledStereotype: rate,
        harmFound: rate,
        cleanCalledHarmful: rate,
        hostileFound: rate,
      },
    },
    moderation: {
      ...asked,
      flagged: rate,
      categories: texts.map((category) => ({ category, flagged: 1, mean: 0.5, highest: 0.9 })),
      samples: placed.map((each, at) => ({ ...each, flagged: true, category: texts[at] ?? '', score: 0.9 })),
    },
    agreements: [],
    disagreements: placed.map((each, at) => ({
      ...each,
      axis: texts[at] ?? '',
      declared: 'neutral',
      distance: 1,
      verdict,
      evidence: texts[at] ?? '',
      text: texts[at] ?? '',
      tone: null,
    })),
  };
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

const naughty = (naughtyStrings ?? []).filter((text) => text !== '');
/** For each an own text, as harmless as can be. */
const harmless = naughty.map((text) => `word ${naughty.indexOf(text)}`);
/** What a comment itself folds its excerpts with. */
const ownMarkup = /^<\/?details>\n*(?:<summary>(?:[\d,]+ samples? to read|How to read this)<\/summary>\n*)?$/;

const ownElements = new Set(
  'h2 h3 p ul ol li blockquote table thead tbody tr th td pre strong del details summary'.split(' '),
);

/** Excerpts and comments have bounds: shares of the list give each string its turn. */
const shares = Array.from({ length: 26 }, (_, share) => naughty.slice(share * 20, share * 20 + 20));

describe.skipIf(!naughtyStrings)('515 naughty strings (skipped where ../shared/fixtures is missing)', () => {
  it('are 515, in as many shares as hold them all', () => {
    expect(naughtyStrings).toHaveLength(515);
    expect(shares.flat()).toEqual(naughty);
  });

  it('come back from a line of JSONL byte for byte, or are refused for a control character', () => {
    let refused = 0;
    for (const text of naughtyStrings ?? []) {
      const line = canonicalJson({ text });
      const parsed = parseLine(new TextEncoder().encode(line));
      if (parsed.ok) {
        expect(parsed.value).toStrictEqual({ text });
        expect(canonicalJson(parsed.value)).toBe(line);
        continue;
      }
      expect(parsed.problem.code).toBe('E_CONTROL_CHAR');
      expect(text).toMatch(/[^\P{Cc}\n\t]/u);
      refused += 1;
    }
    expect(refused).toBeLessThan(10);
  });

  it('come back from a sample as they are, in normal form C', () => {
    for (const text of naughty) {
      const line = new TextEncoder().encode(canonicalJson(textSample(text)));
      const parsed = parseLine(line);
      if (parsed.ok) expect(parsed.value).toMatchObject({ text: text.normalize('NFC') });
    }
  });

  it('send no control byte and no workflow command to a terminal', () => {
    for (const texts of shares) {
      const text = formatTerminal(reportOf(texts), { color: false, width: 80 });
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(text).not.toMatch(/^\s*(?:::|##\[)/m);
    }
  });

  it('are neither link, image, mention, reference nor HTML in rendered Markdown, within its bound', async () => {
    for (const texts of shares) {
      const markdown = formatMarkdown(reportOf(texts));
      expect(markdown.length).toBeLessThanOrEqual(60_000);
      const active: string[] = [];
      marked.walkTokens(marked.lexer(markdown), ({ type, raw }) => {
        if (['link', 'image', 'html'].includes(type) && !ownMarkup.test(raw)) active.push(raw);
      });
      expect(active).toEqual([]);
      // GitHub looks for these in all text that is not code.
      const words = (await marked.parse(markdown)).replace(/<code[^>]*>[\s\S]*?<\/code>/g, ' ');
      expect(words).not.toMatch(/(?:^|[^\w&])@[a-z0-9]|(?:^|[^\w&])#\d|\bGH-\d|https?:|www\.|:\w+:/i);
      const elements = [...words.matchAll(/<\/?([a-z0-9]*)/gi)].map(([, name = '']) => name);
      expect(elements.filter((name) => !ownElements.has(name))).toEqual([]);
    }
  });
});

/** Every element with its attributes' names, run in the page. */
const listElements = `[...document.querySelectorAll('*')].map((element) =>
  [element.localName, ...[...element.attributes].map(({ name }) => name).sort()].join(' '))`;

describe.skipIf(!naughtyStrings || !chromiumPath)(
  'report.html of 515 naughty strings in a browser (skipped where Chromium or ../shared/fixtures is missing)',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser?.close());

    async function look(texts: string[]) {
      const page = await browser.newPage();
      const events: string[] = [];
      page.on('request', (request) => events.push(`request ${request.url()}`));
      page.on('dialog', (dialog) => {
        events.push(`dialog ${dialog.message()}`);
        return dialog.dismiss();
      });
      page.on('pageerror', (error) => events.push(`error ${error.message}`));
      await page.setContent(formatHtml(reportOf(texts)), { waitUntil: 'load' });
      const elements = await page.evaluate<string[]>(listElements);
      const shown = await page.evaluate<string>('document.body.textContent');
      await page.close();
      return { elements, shown, events };
    }

    it('makes no element and no attribute more than harmless words do, and asks for nothing', async () => {
      const [hostile, calm] = [await look(naughty), await look(harmless)];
      expect(hostile.elements.length).toBeGreaterThan(naughty.length * 10);
      // Axes stand in the order of their names, which differ: what counts is that there is nothing more.
      expect(hostile.elements.toSorted()).toEqual(calm.elements.toSorted());
      expect(hostile.events).toEqual([]);
    });

    it('shows what it is given', async () => {
      const { shown } = await look(['<b>bold</b> & "quoted"']);
      expect(shown).toContain('<b>bold</b> & "quoted"');
    });
  },
);
