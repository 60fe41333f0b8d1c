import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Axis } from '../../scripts/sample/axis.ts';
import { parseAxis } from '../../scripts/sample/parse-axis.ts';
import { readAxes } from '../../scripts/sample/read-axes.ts';
import { genderAxis, projectRoot, schema } from '../support/samples.ts';

const validate = schema('axis');
const folder = join(projectRoot, 'schemas/axes');
const files = readdirSync(folder);
const shipped = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Axis);

function problemsOf(change: (axis: Axis) => void): string[] {
  const axis = structuredClone(genderAxis);
  change(axis);
  const parsed = parseAxis(axis, validate);
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer.join('.')}: ${message}`);
}

const english = (axis: Axis, index: number) => axis.groups[index]!.words['en']!;

describe('parseAxis', () => {
  it('takes an axis as it stands', () => {
    expect(problemsOf(() => {})).toEqual([]);
  });

  it.each([
    [
      'a field it does not know',
      (axis: Axis) => Object.assign(axis, { colour: 'red' }),
      '"colour" is not a field here',
    ],
    [
      'a group without English words',
      (axis: Axis) => Object.assign(axis.groups[0]!, { words: {} }),
      'has no "en"',
    ],
    [
      'a pattern with no place for the noun',
      (axis: Axis) => english(axis, 0).describe!.push('female'),
      'does not have the form',
    ],
    [
      'a pattern with two places',
      (axis: Axis) => english(axis, 0).describe!.push('{} and {}'),
      'does not have the form',
    ],
    [
      'a pattern with a tag',
      (axis: Axis) => english(axis, 0).describe!.push('{} in {their} prime'),
      'does not have the form',
    ],
    [
      'two groups of one id',
      (axis: Axis) => Object.assign(axis.groups[1]!, { id: 'women' }),
      'two groups are called "women"',
    ],
    [
      'a share of no group',
      (axis: Axis) => Object.assign(axis.target.shares, { cats: 0.1 }),
      '"cats" is not a group',
    ],
    [
      'a missing share',
      (axis: Axis) => Reflect.deleteProperty(axis.target.shares, 'men'),
      'the group "men" has no share',
    ],
    ['shares that miss 1', (axis: Axis) => Object.assign(axis.target.shares, { men: 0.5 }), 'add up to'],
    [
      'a term of two groups',
      (axis: Axis) => english(axis, 1).terms.push('Females'),
      '"Females" names both women and men',
    ],
    [
      'a kinship word of two groups',
      (axis: Axis) => english(axis, 1).terms.push('mother'),
      '"mother" names both women and men',
    ],
    [
      'a relation that one group lacks',
      (axis: Axis) => Reflect.deleteProperty(english(axis, 2).kinship!, 'child'),
      'no word for "child"',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(problemsOf(change).join('\n')).toContain(message);
  });

  it('takes a pattern whose verb agrees with its noun', () => {
    expect(problemsOf((axis) => english(axis, 0).describe!.push('{} who {is a woman/are women}'))).toEqual(
      [],
    );
  });

  it('accepts shares exactly when they add up to 1', () => {
    const share = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(share, share, share, (a, b, c) => {
        const shares = { women: a / 1000, men: b / 1000, 'nonbinary-people': c / 1000 };
        expect(problemsOf((axis) => Object.assign(axis.target, { shares })).length === 0).toBe(
          a + b + c === 1000,
        );
      }),
    );
  });
});

describe('the axes we ship', () => {
  it('are the ten', () => {
    expect(shipped.map(({ axis }) => axis)).toEqual(
      'age appearance disability gender nationality profession race-ethnicity religion sexual-orientation socioeconomic'.split(
        ' ',
      ),
    );
  });

  it.each(shipped.map((axis) => [axis.axis, axis] as const))(
    '%s: parses, and can describe any noun',
    (_, axis) => {
      expect(parseAxis(axis, validate)).toEqual({ ok: true, axis });
      const counts = axis.groups.map(({ words }) => words['en']?.describe?.length ?? 0);
      expect(new Set(counts).size).toBe(1);
      expect(counts[0]).toBeGreaterThan(0);
    },
  );

  it('decide the pronoun on gender alone', () => {
    const deciding = shipped.filter(({ groups }) => groups.some(({ words }) => words['en']?.pronouns));
    expect(deciding.map(({ axis }) => axis)).toEqual(['gender']);
  });

  it('never name a fact as a group', () => {
    for (const { groups, doesNotSwap } of shipped) {
      const names = groups.flatMap(({ words }) => [
        words['en']!.one,
        words['en']!.many,
        ...words['en']!.terms,
      ]);
      expect(names.filter((name) => doesNotSwap['en']!.includes(name))).toEqual([]);
    }
  });
});

describe('readAxes', () => {
  async function inFolder(contents: Record<string, string>): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'evenhand-axes-'));
    await mkdir(join(root, 'axes'));
    await Promise.all(
      Object.entries(contents).map(([name, text]) => writeFile(join(root, 'axes', name), text)),
    );
    try {
      const axes = await readAxes(join(root, 'axes'), validate);
      return [...axes.keys()].join(', ');
    } catch (error) {
      return (error as Error).message;
    } finally {
      await rm(root, { recursive: true });
    }
  }

  it('reads every axis of a folder', async () => {
    expect([...(await readAxes(folder, validate)).values()]).toEqual(shipped);
  });

  it('names the file and the place of what is wrong', async () => {
    const axis = JSON.stringify({ ...genderAxis, version: 0 });
    expect(await inFolder({ 'gender.json': axis })).toMatch(
      /axes\/gender\.json:1:\d+: version must be >= 1 /,
    );
    expect(await inFolder({ 'gender.json': '{' })).toMatch(/axes\/gender\.json:1:2: expected a key/);
    expect(await inFolder({ 'sex.json': JSON.stringify(genderAxis) })).toMatch(
      /sex\.json holds the axis "gender"/,
    );
  });
});
