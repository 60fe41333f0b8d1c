import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../../scripts/check/check-files.ts';
import { startChecks } from '../../../scripts/check/checks.ts';
import { familyId } from '../../../scripts/sample/identify.ts';
import type { Labels } from '../../../scripts/sample/sample.ts';
import { axes, fileOf, jsonl, run, schema, textSample } from '../../support/samples.ts';

const validateSample = schema('sample');
const validateRun = schema('run');

async function findingsOf(subjects: Record<string, unknown[]>, references: Record<string, unknown[]> = {}) {
  const files = (all: Record<string, unknown[]>) =>
    Object.entries(all).map(([path, lines]) => fileOf(path, jsonl(lines), 4096));
  const checks = await startChecks({ axes }, ['duplicates']);
  const input = { subjects: files(subjects), references: files(references), checks };
  return (await checkFiles({ ...input, validateSample, validateRun })).findings;
}

const scene =
  'Before the first lorry arrived, the site engineer crossed the site of the harbour wall with her notebook and saw that one of the beams carried the wrong stamp.';

function family(slot: number, text: string, more: Partial<Labels> = {}) {
  const version = (variant: string, words: string) =>
    textSample(words, { family: { id: familyId(run, slot), variant }, groups: [variant], ...more });
  return [version('women', text), version('men', text.replace('her', 'his'))];
}

describe('near-duplicates', () => {
  it('name their original, the similarity and what differs', async () => {
    const original = textSample(`${scene} She halted the pour.`);
    const copy = textSample(`${scene} She stopped the pour.`);
    const [finding, ...others] = await findingsOf({ 'b.jsonl': [copy] }, { 'data/a.jsonl': [original] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'E_NEAR_DUPLICATE',
      path: 'b.jsonl',
      line: 1,
      sample: copy.id,
      other: { path: 'data/a.jsonl', line: 1, sample: original.id },
    });
    // 33 tokens, 31 shingles each; the changed word stands in three of them.
    expect(finding?.similarity).toBeCloseTo(28 / 34, 10);
    expect(finding?.diff).toContainEqual({ kind: 'removed', text: 'halted' });
    expect(finding?.diff).toContainEqual({ kind: 'added', text: 'stopped' });
  });

  it('warn from .7 on, and say nothing below', async () => {
    const original = textSample(`${scene} She halted the pour.`);
    const alike = textSample(`${scene} Nobody else had looked up.`);
    const [finding, ...others] = await findingsOf({ 'a.jsonl': [original, alike] });
    expect(finding).toMatchObject({ code: 'W_NEAR_DUPLICATE', severity: 'warning', line: 2 });
    expect(others).toEqual([]);
    expect(await findingsOf({ 'a.jsonl': [original, textSample(scene.slice(0, 90))] })).toEqual([]);
  });

  it.each([
    { own: 42, code: 'E_NEAR_DUPLICATE', similarity: 0.8 },
    { own: 41, code: 'W_NEAR_DUPLICATE', similarity: 0.78 },
    { own: 37, code: 'W_NEAR_DUPLICATE', similarity: 0.7 },
    { own: 36, code: undefined, similarity: 0.68 },
  ])('gate at .8 and warn at .7 to the shingle: $similarity', async ({ own, code, similarity }) => {
    // Fifty shingles, and those of the first words of the same text.
    const words = Array.from({ length: 52 }, (_, index) => `v${index}`);
    const found = await findingsOf({
      'a.jsonl': [textSample(words.join(' ')), textSample(words.slice(0, own).join(' '))],
    });
    expect(found).toMatchObject(code ? [{ code, line: 2, similarity }] : []);
  });

  it('are found in scripts without spaces', async () => {
    const text = '工程师在工人到达之前展开了图纸，并询问谁批准了桥梁设计方案的最后修改';
    const findings = await findingsOf({
      'a.jsonl': [textSample(`${text}。`, { lang: 'zh' }), textSample(`${text}吗？`, { lang: 'zh' })],
    });
    expect(findings).toMatchObject([{ code: 'E_NEAR_DUPLICATE', line: 2 }]);
  });

  it('do not chain: what is unlike the original is no duplicate of it', async () => {
    const words = Array.from({ length: 120 }, (_, index) => `w${index}`);
    const steps = Array.from({ length: 6 }, (_, step) =>
      textSample(words.slice(step * 8, step * 8 + 60).join(' ')),
    );
    const findings = await findingsOf({ 'a.jsonl': steps });
    for (const { line, other, similarity } of findings) {
      expect(line - (other?.line ?? 0)).toBe(1);
      expect(similarity).toBeGreaterThanOrEqual(0.7);
    }
    expect(findings).toHaveLength(5);
  });

  it('work on foreign lines, as they are', async () => {
    const findings = await findingsOf({
      'a.jsonl': [{ text: scene }, { messages: [{ role: 'user', content: `${scene} Indeed.` }] }],
    });
    expect(findings).toMatchObject([{ code: 'E_NEAR_DUPLICATE', line: 2, sample: null }]);
  });
});

describe('families', () => {
  it('are exempt within, and found where another one is re-skinned', async () => {
    const first = family(1, scene);
    expect(await findingsOf({ 'a.jsonl': first })).toEqual([]);
    const reskinned = family(2, scene.replace('her', 'their').replace('a woman', 'a man'));
    const findings = await findingsOf({ 'b.jsonl': reskinned }, { 'data/a.jsonl': first });
    expect(new Set(findings.map(({ line }) => line))).toEqual(new Set([1, 2]));
    for (const { similarity, code } of findings) {
      expect(similarity).toBe(1);
      expect(code).toMatch(/^E_(NEAR_)?DUPLICATE$/);
    }
  });

  it('whose versions are other texts are refused: they would be exempt for nothing', async () => {
    const id = familyId(run, 1);
    const versions = [
      textSample(scene, { family: { id, variant: 'women' } }),
      textSample('Quite another text about the weather on the coast, which nobody expected to hear.', {
        family: { id, variant: 'men' },
        groups: ['men'],
      }),
    ];
    expect(await findingsOf({ 'a.jsonl': versions })).toMatchObject([{ code: 'E_FAMILY', line: 2 }]);
  });
});

describe('samples that repeat one word by word', () => {
  const text = textSample(scene);
  const repeat = textSample(`${scene.toUpperCase()}!`);

  it('name the oldest by path and line, once each, in whatever order the files come', async () => {
    const other = { path: 'a.jsonl', line: 1 };
    const expected = [
      { code: 'E_DUPLICATE', path: 'a.jsonl', line: 2, other },
      { code: 'E_DUPLICATE', path: 'b.jsonl', line: 1, other },
    ];
    expect(await findingsOf({ 'a.jsonl': [text, repeat], 'b.jsonl': [text] })).toMatchObject(expected);
    expect(await findingsOf({ 'b.jsonl': [text], 'a.jsonl': [text, repeat] })).toMatchObject(expected);
  });

  it('name a reference before any subject, and are no finding where they are references', async () => {
    const others = { 'a.jsonl': [textSample('A quite different text, about the coast and its gulls.')] };
    expect(await findingsOf(others, { 'data/z.jsonl': [text, repeat] })).toEqual([]);
    const [finding, ...more] = await findingsOf({ 'a.jsonl': [repeat] }, { 'data/z.jsonl': [text] });
    expect(finding).toMatchObject({ path: 'a.jsonl', other: { path: 'data/z.jsonl', line: 1 } });
    expect(more).toEqual([]);
  });
});

describe('template families', () => {
  const made = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      textSample(
        `${scene} Nobody but ${`person${i}`} knew the ${`reason${i}`} of it or ${`asked${i}`} ${`twice${i}`}.`,
      ),
    );
  const others = (count: number) =>
    Array.from({ length: count }, (_, i) => textSample(`x${i} y${i} z${i} a${i} b${i} c${i}`));

  it('come out as one finding with their size, a warning above 20 % and a gate above 50 %', async () => {
    const warned = await findingsOf({ 'a.jsonl': [...made(20), ...others(60)] });
    const templates = warned.filter(({ code }) => code.endsWith('TEMPLATE_FAMILY'));
    expect(templates).toMatchObject([{ code: 'W_TEMPLATE_FAMILY', line: 1, other: { line: 2 } }]);
    expect(templates[0]?.message).toContain('20 of 80 families');
    const gated = await findingsOf({ 'a.jsonl': [...made(50), ...others(40)] });
    expect(gated.filter(({ code }) => code === 'E_TEMPLATE_FAMILY')).toHaveLength(1);
  });

  it('are nothing at 20 %, and a warning at 50 %', async () => {
    const codesOf = async (own: number) =>
      (await findingsOf({ 'a.jsonl': [...made(own), ...others(100 - own)] }))
        .map(({ code }) => code)
        .filter((code) => code.endsWith('TEMPLATE_FAMILY'));
    expect(await codesOf(20)).toEqual([]);
    expect(await codesOf(50)).toEqual(['W_TEMPLATE_FAMILY']);
  });

  it('come out each where there are several', async () => {
    const second = Array.from({ length: 30 }, (_, i) =>
      textSample(
        `When the night train had left, the conductor counted the tickets of the ${`town${i}`} and laid the last of them on the ${`desk${i}`} beside the lamp, where nobody would look for it before ${`day${i}`}.`,
      ),
    );
    const findings = await findingsOf({ 'a.jsonl': [...made(40), ...second, ...others(30)] });
    const templates = findings.filter(({ code }) => code === 'W_TEMPLATE_FAMILY');
    expect(templates.map(({ line }) => line)).toEqual([1, 41]);
    expect(templates.map(({ message }) => message.split(' families')[0])).toEqual(['40 of 100', '30 of 100']);
  });

  it('are counted by families, and of a contribution alone', async () => {
    const versions = Array.from({ length: 20 }, (_, i) =>
      family(i, `${scene} Nobody but her friend${i} knew the reason${i} of it or asked${i} twice${i}.`),
    );
    const counted = await findingsOf({ 'a.jsonl': [...versions.flat(), ...others(40)] });
    const [finding] = counted.filter(({ code }) => code.endsWith('TEMPLATE_FAMILY'));
    expect(finding?.message).toContain('20 of 60 families');
    const merged = await findingsOf({ 'a.jsonl': others(60) }, { 'data/a.jsonl': made(60) });
    expect(merged).toEqual([]);
  });

  /** Two texts share six of some twenty shingles: too few to be alike, and yet all have them. */
  const skeleton = (i: number) =>
    textSample(
      `The p${i} q${i} who works as a r${i} s${i} t${i} repaired u${i} v${i} w${i} and she told the x${i} y${i} about it z${i}.`,
    );

  it('are known by the words between many slots', async () => {
    const flood = Array.from({ length: 60 }, (_, i) => skeleton(i));
    const gated = await findingsOf({ 'a.jsonl': flood });
    expect(gated.map(({ code }) => code)).toEqual(['E_TEMPLATE_FAMILY']);
    expect(gated[0]?.message).toContain('of 60 families');
    const warned = await findingsOf({ 'a.jsonl': [...flood.slice(0, 30), ...others(60)] });
    expect(warned.map(({ code }) => code)).toEqual(['W_TEMPLATE_FAMILY']);
  });

  it('are not what only begins alike', async () => {
    const opened = others(60).map((sample, i) => {
      const rest = Array.from({ length: 80 }, (_, word) => `w${word}n${i}`).join(' ');
      return textSample(
        `Here is the short scene that you asked for. ${'text' in sample ? sample.text : ''} ${rest}`,
      );
    });
    expect(await findingsOf({ 'a.jsonl': opened })).toEqual([]);
  });

  it('are no matter in fewer than 50 families', async () => {
    const few = await findingsOf({ 'a.jsonl': made(49) });
    expect(few.filter(({ code }) => code.endsWith('TEMPLATE_FAMILY'))).toEqual([]);
  });
});
