import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../../scripts/check/change/change.ts';
import { judgeChange } from '../../../scripts/check/change/judge-change.ts';
import { added, changeOf, dataPath, deleted, edited, runPath, side } from './changes.ts';

const contribution = [added(dataPath), added(runPath)];
const tombstones = 'data/tombstones.jsonl';
const archive = 'data/archive/gender-1-0a1b2c3d.jsonl';
const takedown = [edited(dataPath), edited(runPath), edited(tombstones)];

function codesOf(files: ChangedFile[], more?: string[]): string[] {
  return judgeChange(changeOf(files, more)).findings.map(({ code, path }) => `${code} ${path}`);
}

describe('judgeChange', () => {
  it.each([
    ['contribution', contribution],
    ['contribution', [added(dataPath.replace('.jsonl', '.2.jsonl')), ...contribution]],
    ['takedown', takedown],
    ['takedown', [deleted(dataPath), deleted(runPath), added(tombstones)]],
    ['bulk', [added(archive)]],
    ['bulk', [added(archive), deleted(dataPath), edited(runPath)]],
    ['release', [added('releases/1.2.0/manifest.json'), added('releases/1.2.0/CHANGELOG.md')]],
    ['code', [edited('scripts/evenhand.ts'), added('.gitattributes'), added('run.sh', '100755')]],
    ['code', [added('prompts/gender/new.yaml'), edited('data/README.md')]],
    ['code', []],
  ] as const)('takes a clean %s', (kind, files) => {
    expect(judgeChange(changeOf([...files]))).toEqual({ kind, findings: [] });
  });

  it.each([
    ['code beside data', added('scripts/x.ts'), 'E_CHANGE_CODE'],
    ['a prompt spec beside data', added('prompts/gender/x.yaml'), 'E_CHANGE_CODE'],
    ['attributes beside data', added('.gitattributes'), 'E_CHANGE_GIT_SETTINGS'],
    ['attributes among data', added('data/gender/.gitattributes'), 'E_CHANGE_GIT_SETTINGS'],
    ['attributes in capitals', added('data/gender/.GitAttributes'), 'E_CHANGE_GIT_SETTINGS'],
    ['a workflow', edited('.github/workflows/ci.yml'), 'E_CHANGE_WORKFLOW'],
    ['what CI runs', edited('.ci/run'), 'E_CHANGE_WORKFLOW'],
    ['an edit', edited('data/age/2026/2026-11-24-old-7c1e09aa.jsonl'), 'E_CHANGE_EDITS'],
    ['a deletion', deleted('data/age/2026/2026-11-24-old-7c1e09aa.jsonl'), 'E_CHANGE_EDITS'],
    ['a release', added('releases/1.0.0/manifest.json'), 'E_CHANGE_MIXED'],
    ['a name of another shape', added('data/gender/2026/notes.jsonl'), 'E_PATH'],
    ['a name with a line feed', added('data/gender/2026/a\nb.jsonl'), 'E_PATH'],
    ['a name with a control of direction', added('data/gender/2026/\u202elnosj.jsonl'), 'E_PATH'],
    ['a backslash', added('data\\gender\\2026\\x.jsonl'), 'E_PATH'],
    ['a path that climbs', added('data/gender/../../x.jsonl'), 'E_PATH'],
    ['the folder itself as a file', added('data'), 'E_PATH'],
    ['another case', added('Data/gender/2026/x.jsonl'), 'E_PATH'],
    ['full-width letters', added('ｄａｔａ/gender/2026/x.jsonl'), 'E_PATH'],
  ])('refuses %s in a contribution', (_, file, code) => {
    expect(codesOf([...contribution, file])).toContain(`${code} ${file.path}`);
  });

  it.each([
    ['E_SYMLINK', '120000'],
    ['E_SUBMODULE', '160000'],
    ['E_EXECUTABLE', '100755'],
    ['E_FILE_MODE', '100664'],
    ['E_FILE_MODE', 'constructor'],
  ])('refuses with %s the mode %s', (code, mode) => {
    expect(codesOf([added(dataPath, mode), added(runPath)])).toEqual([`${code} ${dataPath}`]);
  });

  it('refuses a stray file of data even where nothing else is data', () => {
    expect(codesOf([added('data/evil.bin')])).toEqual(['E_PATH data/evil.bin']);
    expect(codesOf([added('RELEASES/1.0.0/x')])).toEqual(['E_PATH RELEASES/1.0.0/x']);
  });

  it('refuses a takedown or a bulk change that adds samples, and tombstones that are deleted', () => {
    const fresh = 'data/age/2026/2026-11-24-new-7c1e09aa.jsonl';
    expect(codesOf([...takedown, added(fresh)])).toEqual([`E_CHANGE_MIXED ${fresh}`]);
    expect(codesOf([added(archive), added(fresh)])).toEqual([`E_CHANGE_MIXED ${fresh}`]);
    expect(codesOf([added(archive), edited(fresh)])).toEqual([`E_CHANGE_EDITS ${fresh}`]);
    expect(codesOf([added(archive), deleted(runPath)])).toEqual([`E_CHANGE_EDITS ${runPath}`]);
    expect(codesOf([edited(dataPath), deleted(tombstones)])).toEqual([`E_CHANGE_EDITS ${tombstones}`]);
  });

  it('refuses to change a release, and two at once', () => {
    const [one, two] = ['releases/1.0.0/manifest.json', 'releases/2.0.0/manifest.json'];
    expect(codesOf([edited(one)])).toEqual([`E_CHANGE_EDITS ${one}`, `E_RELEASE ${one}`]);
    expect(codesOf([added('releases/1.0.0/more.md')], [one])).toEqual(['E_RELEASE releases/1.0.0/more.md']);
    expect(codesOf([added(one), added(two)])).toEqual([`E_RELEASE ${two}`]);
  });

  it('sees paths that are one where case or normal form does not count', () => {
    const other = 'data/gender/2026/README.md';
    expect(codesOf([added('prompts/Gender/x.yaml')], ['prompts/gender/y.yaml'])).toEqual([
      'E_PATH_CASE prompts/Gender/x.yaml',
    ]);
    expect(codesOf([added('docs/caf\u00e9.md'), added('docs/cafe\u0301.md')])).toEqual([
      'E_PATH_CASE docs/cafe\u0301.md',
    ]);
    expect(codesOf([added('docs/a.md'), added('docs/b.md')], [other])).toEqual([]);
    expect(codesOf([deleted('docs/A.md'), added('docs/a.md')])).toEqual([]);
  });

  it('sees that the base has moved on at the same path, and forgives what is merged already', () => {
    const change = changeOf([added(dataPath)], [dataPath]);
    expect(judgeChange(change).findings).toMatchObject([{ code: 'E_CHANGE_CONFLICT', path: dataPath }]);
    const merged = { ...change, onBase: new Map([[dataPath, side('new').id]]) };
    expect(judgeChange(merged).findings).toEqual([]);
  });

  it('counts the files of a contribution', () => {
    const files = Array.from({ length: 301 }, (_, index) =>
      added(dataPath.replace('.jsonl', `.${index + 2}.jsonl`)),
    );
    expect(codesOf(files)).toEqual([`E_CHANGE_SIZE ${files[0]?.path}`]);
    expect(codesOf(files.slice(1))).toEqual([]);
  });

  it('judges every file of a bulk change, however many, and the first thousands of a contribution', () => {
    const gone = Array.from({ length: 4_000 }, (_, index) =>
      deleted(dataPath.replace('.jsonl', `.${index + 2}.jsonl`)),
    );
    expect(codesOf([added(archive), ...gone, added('z.ts')])).toEqual(['E_CHANGE_CODE z.ts']);
    const stray = Array.from({ length: 4_000 }, (_, index) => added(`data/${index}`));
    expect(codesOf([...contribution, ...stray])).toHaveLength(2_998 + 1);
  });

  it('refuses histories that cross', () => {
    const change = { ...changeOf(contribution), mergeBases: ['a'.repeat(40), 'd'.repeat(40)] };
    expect(judgeChange(change).findings).toMatchObject([{ code: 'E_CHANGE_HISTORY' }]);
  });
});
