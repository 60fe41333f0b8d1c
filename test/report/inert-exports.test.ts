import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../scripts/check/finding.ts';
import { buildReport } from '../../scripts/report/build-report.ts';
import { formatAnnotations } from '../../scripts/report/format-annotations.ts';
import { formatCsv } from '../../scripts/report/format-csv.ts';
import { formatSarif } from '../../scripts/report/format-sarif.ts';
import { emptySummary } from '../../scripts/report/summarise.ts';
import { axes } from '../support/samples.ts';
import { naughtyStrings } from './naughty-strings.ts';

const require = createRequire(import.meta.url);
const schemaPath = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// Of draft 4 the schema uses nothing that later drafts read in another way, apart from its own name.
const { $schema: _, id, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'));
const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({
  $id: id,
  ...schema,
});

function reportOf(findings: Finding[]) {
  return buildReport({ summary: emptySummary(), axes, findings, files: 1, tool: 'evenhand/0.1.0' });
}

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

const naughty = naughtyStrings ?? [];
const hostile = naughty.map((text) => finding({ path: `a/${text}`, message: text, fix: text, sample: text }));

describe('formatSarif', () => {
  it('names rule, level, place and the other place', () => {
    const place = { path: 'data/ü b.jsonl', line: 9, column: 1, sample: null };
    const log = JSON.parse(
      formatSarif(reportOf([finding({ other: place, similarity: 0.9 }), finding({ line: 0, column: 0 })])),
    );
    expect(log.runs[0].tool.driver).toMatchObject({
      name: 'evenhand',
      semanticVersion: '0.1.0',
      rules: [{ id: 'E_ID', defaultConfiguration: { level: 'error' } }],
    });
    expect(log.runs[0].results).toMatchObject([
      { locations: [{ physicalLocation: { region: { startLine: 1 } } }] },
      {
        ruleId: 'E_ID',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'the id is wrong. Fix: Mend it.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'data/a.jsonl' },
              region: { startLine: 3, startColumn: 7 },
            },
          },
        ],
        relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'data/%C3%BC%20b.jsonl' } } }],
        properties: { similarity: 0.9 },
      },
    ]);
  });

  it('makes neither a link nor a placeholder of a text', () => {
    const log = formatSarif(reportOf([finding({ message: 'see [here](https://evil.example) {0} \u202e' })]));
    const { text } = JSON.parse(log).runs[0].results[0].message;
    expect(text).toBe(String.raw`see [here] (https://evil.example) {{0}} \u{202E}. Fix: Mend it.`);
  });

  it('is valid SARIF 2.1.0 by the published schema, empty, cut off or hostile', () => {
    const many = Array.from({ length: 25_002 }, (_, line) => finding({ line }));
    for (const findings of [[], many, hostile]) {
      const log = JSON.parse(formatSarif(reportOf(findings)));
      validateSarif(log);
      expect(validateSarif.errors).toBeNull();
      expect(log.runs[0].results.length).toBe(Math.min(findings.length, 25_000));
    }
    expect(formatSarif(reportOf(many))).toContain('2 findings more');
  });
});

describe('formatAnnotations', () => {
  const parse = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map(
        (line) => /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line)?.slice(1) ?? ['not a command', line],
      );

  it('points at the line, and says the fix in a second line', () => {
    expect(formatAnnotations(reportOf([finding({ path: 'a,b:c%.jsonl', message: '100% wrong' })]))).toBe(
      '::error file=a%2Cb%3Ac%25.jsonl,line=3,col=7,title=E_ID::100%25 wrong%0AFix: Mend it.\n',
    );
    expect(formatAnnotations(reportOf([]))).toBe('');
  });

  it('shows at most ten of a type, each code before any code twice, and counts the others', () => {
    const errors = Array.from({ length: 30 }, (_, line) => finding({ line: line + 1 }));
    const rare = finding({ code: 'E_SECRET', line: 99 });
    const warnings = Array.from({ length: 11 }, (_, line) =>
      finding({ severity: 'warning', code: 'W_X', line }),
    );
    const lines = parse(formatAnnotations(reportOf([...errors, rare, ...warnings])));
    expect(lines.filter(([type]) => type === 'error')).toHaveLength(10);
    expect(lines.filter(([type]) => type === 'warning')).toHaveLength(10);
    expect(lines.slice(0, 2).map(([, properties]) => properties?.match(/title=(\w+)/)?.[1])).toEqual([
      'E_ID',
      'E_SECRET',
    ]);
    expect(lines.at(-1)).toEqual([
      'notice',
      'title=evenhand',
      '21 more errors and 1 more warning: the job summary lists them by code.',
    ]);
  });

  it('lets no text end its command, begin another or set a property', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n::set-env name=x::y',
        '\r::stop-commands::x',
        ',line=1::',
        '##[error]x',
        '%0A::warning::',
      ),
    );
    fc.assert(
      fc.property(texts, texts, (path, message) => {
        const text = formatAnnotations(reportOf([finding({ path, message, fix: message })]));
        const [command, ...more] = parse(text);
        expect(more).toEqual([]);
        expect(command?.[0]).toBe('error');
        expect(command?.[1]?.split(',').map((property) => property.split('=')[0])).toEqual([
          'file',
          'line',
          'col',
          'title',
        ]);
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });
});

describe('formatCsv', () => {
  /** A reader of RFC 4180 of its own kind. */
  const read = (csv: string) =>
    csv
      .split('\r\n')
      .slice(0, -1)
      .map((row) =>
        [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
          ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
        ),
      );

  it('has one row for each finding, whatever stands in it', () => {
    const rows = read(formatCsv(reportOf([finding({ message: 'a "b", c' }), finding({ line: 4 })])));
    expect(rows).toEqual([
      ['severity', 'code', 'path', 'line', 'column', 'sample', 'message', 'fix', 'other', 'similarity'],
      ['error', 'E_ID', 'data/a.jsonl', '3', '7', '', 'a "b", c', 'Mend it.', '', ''],
      ['error', 'E_ID', 'data/a.jsonl', '4', '7', '', 'the id is wrong', 'Mend it.', '', ''],
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1', '=HYPERLINK("http://evil.example","x")'])(
    'makes no formula of %j',
    (message) => {
      const [, row] = read(formatCsv(reportOf([finding({ message })])));
      expect(row?.[6]).toMatch(/^['\\]/);
    },
  );

  it.skipIf(!naughtyStrings)('guards every cell of 515 naughty strings (needs ../shared/fixtures)', () => {
    const rows = read(formatCsv(reportOf(hostile)));
    expect(rows).toHaveLength(hostile.length + 1);
    for (const row of rows) {
      expect(row).toHaveLength(10);
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|[\p{Cc}]/u);
    }
  });
});
