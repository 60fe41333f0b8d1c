import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import type { SourceFile } from '../../scripts/check/source-file.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { familyId } from '../../scripts/sample/identify.ts';
import { biasContext } from '../support/bias.ts';
import { axes, fileOf, jsonl, run, schema, textSample } from '../support/samples.ts';

const validateSample = schema('sample');
const validateRun = schema('run');
const path = `data/gender/2026/${run}.jsonl`;
const runPath = `data/gender/2026/${run}.run.json`;

async function findingsOf(subjects: SourceFile[], references: SourceFile[] = [], only?: string[]) {
  const { findings } = await checkFiles({
    subjects,
    references,
    checks: await startChecks({ axes, bias: biasContext() }, only),
    validateSample,
    validateRun,
    validateTombstone: schema('tombstone'),
  });
  return findings;
}

function codesOf(findings: { code: string; line: number }[]): string[] {
  return findings.map(({ code, line }) => `${code}@${line}`);
}

function runFileFor(text: string, samples: number, specs: string[] = []): SourceFile {
  return fileOf(runPath, `${runFileLines(text, samples, specs).join('\n')}\n`);
}

function runFileLines(text: string, samples: number, specs: string[] = []): string[] {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const record = {
    run,
    date: '2026-11-24',
    provider: 'template',
    parameters: { count: samples },
    seed: 1,
    tool: 'evenhand/0.1.0',
    specs,
    counts: { requested: samples, accepted: samples, refused: {} },
    tokens: { input: 0, output: 0 },
    costMicroUsd: 0,
    energy: { wattHours: 0, source: 'none' },
    licence: 'MIT',
    author: 'Ada',
    signOff: 'Signed-off-by: Ada <ada@example.org>',
    files: [{ path, sha256, samples }],
  };
  return JSON.stringify(record, null, 2).split('\n');
}

describe('checkFiles', () => {
  it('finds nothing in a whole contribution', async () => {
    const text = jsonl([
      textSample('The engineer rests her hands.'),
      textSample('The nurse rests her hands.'),
    ]);
    expect(await findingsOf([fileOf(path, text), runFileFor(text, 2)])).toEqual([]);
  });

  it.each(['subjects', 'references'] as const)('ends at Ctrl-C while the %s are read', async (role) => {
    const interrupt = new AbortController();
    const given: string[] = [];
    const file = (path: string): SourceFile => ({
      path,
      async *chunks() {
        for (const part of ['first', 'second', 'third']) {
          given.push(`${path} ${part}`);
          if (part === 'second') interrupt.abort();
          yield Buffer.from(jsonl([textSample(`The ${part} engineer rests her hands.`)]));
        }
      },
    });
    const checking = checkFiles({
      subjects: [],
      [role]: [file('a.jsonl'), file('b.jsonl')],
      checks: await startChecks({ axes, bias: biasContext() }),
      validateSample,
      validateRun,
      signal: interrupt.signal,
    });
    await expect(checking).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
    expect(given).toEqual(['a.jsonl first', 'a.jsonl second']);
  });

  it('wants every spec of a sample in the run file', async () => {
    const spec = 'prompts/gender/site-visit.yaml@3f2a90c41b7e';
    const text = jsonl([
      textSample('The engineer rests her hands.'),
      textSample('The nurse rests her hands.', { spec: spec.replace('@', '#bridge@') }),
    ]);
    expect(await findingsOf([fileOf(path, text), runFileFor(text, 2, [spec])])).toEqual([]);
    const [finding] = await findingsOf([fileOf(path, text), runFileFor(text, 2)]);
    expect(finding).toMatchObject({ code: 'E_RUN_FILE', path, line: 2 });
    expect(finding?.message).toContain(spec);
  });

  it('judges the tombstones', async () => {
    const { id } = textSample('The engineer rests her hands.');
    const line = (reason: string) => `${canonicalJson({ date: '2026-11-24', id, reason })}\n`;
    const tombstones = (text: string) => findingsOf([fileOf('data/tombstones.jsonl', text)]);
    expect(await tombstones(line('asked for by the author'))).toEqual([]);
    expect(codesOf(await tombstones(`${line('one')}{"id":1}\n${line('two')}`))).toContain('E_TOMBSTONE@2');
    expect(codesOf(await tombstones(`${line('one')}${line('two')}`))).toEqual(['E_TOMBSTONE@2']);
  });

  it('names the place of each fault, and goes on behind it', async () => {
    const good = textSample('The engineer rests her hands.');
    const lines = [
      '{"id":',
      canonicalJson({ ...good, stance: 'kind' }),
      canonicalJson({ ...good, text: 'The engineer sleeps.' }),
      JSON.stringify({ ...good, text: good.kind }, null, 1).replaceAll('\n', ''),
      canonicalJson(textSample('Nobody is here but her.', { groups: ['robots'] })),
    ];
    const findings = await findingsOf([fileOf('a.jsonl', `${lines.join('\n')}\n`)]);
    expect(codesOf(findings.filter(({ severity }) => severity === 'error')).sort()).toEqual([
      'E_GROUP@5',
      'E_ID@3',
      'E_ID@4',
      'E_JSON@1',
      'E_NOT_CANONICAL@4',
      'E_SCHEMA@2',
    ]);
    const ofStance = findings.find(({ code }) => code === 'E_SCHEMA');
    expect(ofStance?.column).toBe((lines[1] ?? '').lastIndexOf('"kind"') + 1);
    expect(findings.every(({ message, fix }) => message.length > 10 && fix.length > 10)).toBe(true);
  });

  it('reports a repeated text once, behind its original, whatever the order of the files', async () => {
    const first = fileOf('a.jsonl', jsonl([textSample('One text.')]));
    const second = fileOf('b.jsonl', jsonl([textSample('Another.'), textSample('one  TEXT!')]));
    for (const files of [
      [first, second],
      [second, first],
    ]) {
      const findings = await findingsOf(files, [], ['duplicates']);
      expect(findings).toMatchObject([
        { code: 'E_DUPLICATE', path: 'b.jsonl', line: 2, other: { path: 'a.jsonl', line: 1 } },
      ]);
    }
  });

  it('compares with references and judges none of them', async () => {
    const reference = fileOf('data/z.jsonl', jsonl([textSample('One text.'), textSample('One text.')]));
    const findings = await findingsOf(
      [fileOf('a.jsonl', jsonl([textSample('One text.')]))],
      [reference],
      ['duplicates', 'identity'],
    );
    expect(findings).toMatchObject([{ path: 'a.jsonl', other: { path: 'data/z.jsonl', line: 1 } }]);
  });

  it('wants a family in one file, on one axis, once per group', async () => {
    const family = { id: familyId(run, 1), variant: 'women' };
    const one = textSample('A.', { family });
    const again = textSample('B.', { family });
    const elsewhere = textSample('C.', { family: { ...family, variant: 'men' }, groups: ['men'] });
    const findings = await findingsOf(
      [fileOf('a.jsonl', jsonl([one, again])), fileOf('b.jsonl', jsonl([elsewhere]))],
      [],
      ['families'],
    );
    expect(codesOf(findings)).toEqual(['E_FAMILY@2', 'E_FAMILY@1']);
  });

  it('wants every data file named by its run file, with its hash', async () => {
    const text = jsonl([textSample('The engineer rests her hands.')]);
    const changed = jsonl([textSample('The engineer wakes her.')]);
    expect(codesOf(await findingsOf([fileOf(path, text)]))).toEqual(['E_RUN_FILE@0']);
    const named = runFileLines(text, 1);
    const at = (text: string) => named.findIndex((line) => line.includes(text)) + 1;
    expect(codesOf(await findingsOf([fileOf(path, changed), runFileFor(text, 1)]))).toEqual([
      `E_RUN_FILE@${at('"sha256"')}`,
    ]);
    expect(codesOf(await findingsOf([fileOf(path, text), runFileFor(text, 2)]))).toEqual([
      `E_RUN_FILE@${at('"samples"')}`,
    ]);
    expect(codesOf(await findingsOf([fileOf(runPath, `${named.join('\n')}\n`)]))).toEqual([
      `E_RUN_FILE@${at('"path"')}`,
    ]);
    expect(codesOf(await findingsOf([fileOf('data/gender/notes.jsonl', text)]))).toEqual(['E_PATH@0']);
  });

  it('reads run files through the strict reader, and says at which line and column they fail', async () => {
    const text = jsonl([textSample('The engineer rests her hands.')]);
    const lines = runFileLines(text, 1);
    const edited = (from: string, to: string) =>
      findingsOf([fileOf(path, text), fileOf(runPath, `${lines.join('\n').replace(from, to)}\n`)]);
    const at = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;
    expect(await edited('"seed": 1', '"seed": 1e400')).toMatchObject([
      { code: 'E_NUMBER_LOSSY', path: runPath, line: at('"seed"'), column: 11 },
    ]);
    expect(await edited('"provider"', '"run"')).toMatchObject([
      { code: 'E_DUP_KEY', line: at('"provider"') },
    ]);
    expect(await edited('"provider"', '"__proto__"')).toMatchObject([{ code: 'E_FORBIDDEN_KEY', column: 3 }]);
    expect(await edited('"costMicroUsd": 0', '"costMicroUsd": -1')).toMatchObject([
      { code: 'E_RUN_FILE', line: at('"costMicroUsd"'), column: 19 },
    ]);
    expect(await edited('"licence": "MIT"', '"licence": "CC-BY-NC-4.0"')).toMatchObject([
      { code: 'E_RUN_FILE', line: at('"licence"'), message: expect.stringContaining('one of MIT') },
    ]);
    expect(await edited('{', '\u{feff}{')).toMatchObject([{ code: 'E_BOM', line: 1, column: 1 }]);
    expect(await edited(`"run": "${run}"`, `"run": "${run.replace('7c', '8d')}"`)).toMatchObject([
      { code: 'E_RUN_FILE', line: at('"run"'), message: expect.stringContaining('its name says') },
    ]);
    const whole = new TextEncoder().encode(`${lines.join('\n')}\n`);
    expect(await findingsOf([fileOf(path, text), fileOf(runPath, whole.slice(0, -1))])).toMatchObject([
      { code: 'E_NO_FINAL_NEWLINE', line: lines.length },
    ]);
    expect(await findingsOf([fileOf(runPath, ' '.repeat(1_000_001), 65_536)])).toMatchObject([
      { code: 'E_FILE_SIZE', line: 0 },
    ]);
  });

  it('says the same of the same bytes, however they arrive', async () => {
    const text = jsonl([textSample('One text.'), textSample('One text.'), { a: 1 }]);
    const expected = await findingsOf([fileOf('a.jsonl', text, 1_000_000)]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (chunkBytes) => {
        expect(await findingsOf([fileOf('a.jsonl', text, chunkBytes)])).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
