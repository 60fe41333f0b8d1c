import { describe, expect, it } from 'vitest';
import { judgeManifest } from '../../../scripts/check/change/judge-manifest.ts';
import { schema } from '../../support/samples.ts';
import { exampleManifest } from './changes.ts';

const validate = schema('release');
const path = 'releases/9.0.0/manifest.json';
const last = { version: '8.2.0', commit: 'e'.repeat(40) };

function judge(content: string, previous?: typeof last) {
  const after = new TextEncoder().encode(content);
  const { findings, commit } = judgeManifest({ path, before: undefined, after }, { validate, previous });
  return { said: findings.map(({ code, message }) => `${code} ${message}`).join('\n'), commit };
}

const text = (change: object = {}) => `${JSON.stringify({ ...exampleManifest, ...change }, null, 2)}\n`;

describe('judgeManifest', () => {
  it('takes one that comes after the last release, and gives the commit that it names', () => {
    expect(judge(text())).toEqual({ said: '', commit: exampleManifest.commit });
    expect(judge(text({ previous: last }), last).said).toBe('');
  });

  it.each([
    ['is no JSON', '{"schema":1,\n', /^E_RELEASE .*line \d/],
    ['names no commit', text({ commit: 'main' }), /"commit" does not have the form/],
    ['says that its checks failed', text({ checks: { ...exampleManifest.checks, ok: false } }), /checks\.ok/],
    ['stands in the folder of another', text({ version: '9.1.0' }), /of 9\.1\.0.*the folder of 9\.0\.0/],
    ['leaves out the release before', text(), /after no other; .* is 8\.2\.0 \(eeeeeeeeeeee\)/, last],
    ['comes after one that never was', text({ previous: last }), /after 8\.2\.0 .* is no other/],
  ])('refuses one that %s', (_, content, expected, previous?: typeof last) => {
    expect(judge(content, previous).said).toMatch(expected);
  });
});
