import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseSpec } from '../../scripts/prompt/parse-spec.ts';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import { templateProvider } from '../../scripts/provider/template/template-provider.ts';
import type { Axes, GroupWords } from '../../scripts/sample/axis.ts';
import { axes, schema } from '../support/samples.ts';

const gender = axes.get('gender')!;

/** The gender axis with words of its own for two groups in a language that has no grammar. */
function axesWith(lang: string, words: { women: GroupWords; men: GroupWords }): Axes {
  const groups = gender.groups
    .filter(({ id }) => Object.hasOwn(words, id))
    .map((group) => ({ ...group, words: { ...group.words, [lang]: words[group.id as keyof typeof words] } }));
  return new Map([['gender', { ...gender, groups }]]);
}

async function write(lang: string, text: string, slots: object, own: Axes): Promise<string[]> {
  const source = stringify({
    title: 'Test',
    axis: 'gender',
    kind: 'text',
    lang,
    stances: ['counterfactual'],
    instructions: 'Write the same short scene for each group, in the language of the spec.',
    slots,
    templates: [{ name: 'one', text }],
  });
  const parsed = parseSpec('prompts/gender/test.yaml', source, { axes: own, validate: schema('prompt') });
  if (!parsed.ok) return parsed.problems.map(({ message }) => message);
  const [request] = planRequests({ specs: [parsed.spec], axes: own, seed: 1, writesFrom: 'templates' });
  const drafts = await templateProvider({ axes: own }).answer(request!, new AbortController().signal);
  return drafts.map(({ content }) => (content.kind === 'text' ? content.text : ''));
}

describe('a language without a grammar', () => {
  const chinese = axesWith('zh', {
    women: { one: '女性', many: '女性', describe: ['女{}'], terms: [] },
    men: { one: '男性', many: '男性', describe: ['男{}'], terms: [] },
  });
  const arabic = axesWith('ar', {
    women: { one: 'امرأة', many: 'نساء', terms: [] },
    men: { one: 'رجل', many: 'رجال', terms: [] },
  });

  it('may write without spaces', async () => {
    const slots = { job: ['护士', '老师'], deed: ['修好了收音机', '写了一封信'] };
    const [first, second] = await write('zh', '一位{described job}{deed}。', slots, chinese);
    expect(first).toMatch(/^一位女(护士|老师)(修好了收音机|写了一封信)。$/u);
    expect(second).toBe(first?.replace('女', '男'));
  });

  it('may write from right to left', async () => {
    const slots = { place: ['الورشة', 'المكتبة'] };
    const [first, second] = await write('ar', 'في {place} {group} من الحي.', slots, arabic);
    expect(first).toMatch(/^في (الورشة|المكتبة) امرأة من الحي\.$/u);
    expect(second).toBe(first?.replace('امرأة', 'رجل'));
  });

  it('finds a group named between other letters', async () => {
    const problems = await write('zh', '这位女性和{described job}来了。', { job: ['护士', '老师'] }, chinese);
    expect(problems.join('\n')).toContain('"女性" names a group');
  });

  it.each([
    ['{a job}来了。', 'there is no grammar for "zh"'],
    ['{they}来了。', 'there is no grammar for "zh"'],
    ['{many described job}来了。', 'there is no grammar for "zh"'],
  ])('refuses %s, which only a grammar can fill in', async (text, expected) => {
    expect(await write('zh', text, { job: ['护士', '老师'] }, chinese)).toContain(expected);
  });
});
