import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../scripts/check/check.ts';
import { judgeTexts } from '../../../scripts/check/safety/judge-texts.ts';
import type { Sample } from '../../../scripts/sample/sample.ts';
import { fakeSecrets } from './hostile-pieces.ts';

const sample = {
  axis: 'gender',
  groups: [],
  id: 'ev1_41111111111111110000000000',
  kind: 'text',
  lang: 'en',
  run: '2026-11-24-call-415-666-2671-71234567',
  stance: 'neutral',
  text: 'The crew arrived.',
} as unknown as Sample;

function codesOf(value: unknown, isSample: boolean): string[] {
  const entry = {
    path: 'a.jsonl',
    line: 1,
    bytes: new TextEncoder().encode(JSON.stringify(value)),
    value,
    sample: isSample ? (value as Sample) : undefined,
    content: undefined,
    jsonProblem: undefined,
    schemaProblems: [],
    role: 'subject',
  } satisfies Entry;
  return judgeTexts(entry, new Map()).map(({ code }) => code);
}

describe('judgeTexts', () => {
  it('passes over the fields of a sample whose form the schema fixes', () => {
    expect(codesOf(sample, true)).toEqual([]);
    expect(codesOf(sample, false)).toContain('E_PII_PHONE');
  });

  it('reads every field of a sample that holds a text', () => {
    const secret = fakeSecrets['aws'];
    const turns = [{ role: 'user', content: `key ${secret}` }];
    const association = { group: 'women', term: 'woman', attribute: `key ${secret}` };
    for (const free of [
      { text: secret },
      { messages: turns },
      { prompt: turns },
      { chosen: turns },
      { rejected: turns },
      { association },
    ])
      expect(codesOf({ ...sample, ...free }, true)).toEqual(['E_SECRET']);
  });

  it('reads what stands behind escapes within a text', () => {
    const escaped = String(fakeSecrets['aws']).replace('K', String.raw`\u004B`);
    expect(codesOf({ note: `key ${escaped}` }, false)).toEqual(['E_SECRET']);
    expect(codesOf({ note: 'jane.roe%40site.net' }, false)).toEqual(['E_PII_EMAIL']);
    expect(codesOf({ note: String.raw`a \u202e in code` }, false)).toEqual([]);
  });
});
