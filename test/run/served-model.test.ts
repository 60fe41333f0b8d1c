import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addServedModel } from '../../scripts/run/served-model.ts';
import { parseLine } from '../../scripts/sample/json/parse-line.ts';

function namesOf(...told: string[]): string[] {
  const names = new Set<string>();
  for (const name of told) addServedModel(names, name);
  return [...names];
}

describe('the names that a server gives its model', () => {
  it('stay as they are where they are names', () => {
    expect(namesOf('gpt-5-mini-2025-08-07', 'org/Modèle 7B')).toEqual([
      'gpt-5-mini-2025-08-07',
      'org/Modèle 7B',
    ]);
  });

  it('lose what steers a terminal, and are none where nothing is left', () => {
    expect(namesOf('m\u001B[31m\u202E\n::error::x', '\u200B', '')).toEqual(['m [31m ::error::x']);
  });

  it('are at most 32', () => {
    expect(namesOf(...Array.from({ length: 99 }, (_, index) => `m${index}`))).toHaveLength(32);
  });

  it('can stand in a run file, whatever the server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (told) => {
        const line = new TextEncoder().encode(JSON.stringify({ served: namesOf(told) }));
        expect(parseLine(line)).toMatchObject({ ok: true });
        for (const name of namesOf(told)) expect(name.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
