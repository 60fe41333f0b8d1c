import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addVersion,
  emptyFamilyRows,
  type FamilyRows,
  groupVersions,
  mergeFamilyRows,
} from '../../scripts/check/family-rows.ts';
import { openShelf } from '../../scripts/check/write-shelf.ts';
import { familyId } from '../../scripts/sample/identify.ts';
import { run, textSample } from '../support/samples.ts';

const count = 20_000;

/** Three versions of each family, every fourth family with a version in another file. */
function fill(rows: FamilyRows, from = 0, to = count): FamilyRows {
  const sample = textSample('A sentence.');
  for (let index = from; index < to; index++) {
    const family = Math.floor(index / 3);
    const path = index % 12 === 11 ? 'data/b.jsonl' : 'data/a.jsonl';
    addVersion(rows, path, index + 1, {
      ...sample,
      family: { id: familyId(run, family), variant: `v${index % 3}` },
    });
  }
  return rows;
}

const groupsOf = (rows: FamilyRows) =>
  [...groupVersions(rows)]
    .map((versions) => versions.map((version) => JSON.stringify(version)).sort())
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

describe('versions of families', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-rows-'));
  const shelved = () => emptyFamilyRows(() => openShelf(folder), 1);

  it('are grouped from a shelf as from memory', () => {
    const inMemory = groupsOf(fill(emptyFamilyRows()));
    expect(inMemory).toHaveLength(Math.ceil(count / 3));
    expect(inMemory.flat()).toHaveLength(count);
    const rows = fill(shelved());
    expect(rows.blocks).toHaveLength(1);
    expect(groupsOf(rows)).toEqual(inMemory);
    expect(groupsOf(rows)).toEqual(inMemory);
  });

  it('are merged wherever they stand', () => {
    const into = fill(shelved(), 0, 7_000);
    mergeFamilyRows(into, fill(emptyFamilyRows(), 7_000, 15_001));
    mergeFamilyRows(into, fill(shelved(), 15_001, count));
    expect(groupsOf(into)).toEqual(groupsOf(fill(emptyFamilyRows())));
  });
});
