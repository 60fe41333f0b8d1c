import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../scripts/sample/json/parse-json.ts';
import { judgeFile } from './files.ts';
import { readSuite, type SuiteFile } from './fixtures.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/json-profile.md', root), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const suite = readSuite();

describe('docs/json-profile.md', () => {
  it('explains every code that the reader gives, and no other', () => {
    const folder = new URL('scripts/sample/json/', root);
    const code = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const given = new Set(code.join('\n').match(/\bE_[A-Z0-9_]+/g));
    const explained = rows.map(([, name]) => name).filter((name) => name?.startsWith('E_'));
    expect(explained.sort()).toEqual([...given].sort());
  });

  it.skipIf(!suite)(
    'states the verdicts on JSONTestSuite (skipped where ../shared/fixtures is missing)',
    async () => {
      const stated = rows.map((row) => row.slice(1, 4)).filter(([name]) => name?.endsWith('.json'));
      const verdicts = await Promise.all((suite ?? []).map(verdictsOn));
      const toState = verdicts.filter(
        ([name, , profile]) => /^i_/.test(name) || (/^y_/.test(name) && profile !== 'accept'),
      );
      expect(toState.filter(([name]) => name.startsWith('i_'))).toHaveLength(35);
      expect(stated.sort()).toEqual(toState.sort());
    },
  );
});

async function verdictsOn({ name, bytes }: SuiteFile): Promise<[string, string, string]> {
  const rfc = parseJson(bytes);
  const terminated = bytes.at(-1) === 0x0a ? bytes : Uint8Array.of(...bytes, 0x0a);
  const [first] = await judgeFile(terminated);
  return [name, rfc.ok ? 'accept' : rfc.problem.code, first?.code ?? 'accept'];
}
