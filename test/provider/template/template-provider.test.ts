import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { englishArticle } from '../../../scripts/prompt/english-article.ts';
import { planRequests } from '../../../scripts/prompt/plan-requests.ts';
import type { Request } from '../../../scripts/prompt/request.ts';
import type { TemplateContent } from '../../../scripts/prompt/spec.ts';
import { templateProvider } from '../../../scripts/provider/template/template-provider.ts';
import { allAxes } from '../../support/axes.ts';
import { projectRoot } from '../../support/samples.ts';
import { contextOf } from '../../support/templates.ts';

const provider = templateProvider({ axes: allAxes });
const { signal } = new AbortController();
const answer = (request: Request) => provider.answer(request, signal);

type Sketch = Parameters<typeof contextOf>[0];

function plan(sketch: Sketch, seed = 1): Request[] {
  return [...planRequests({ specs: [contextOf(sketch).spec], axes: allAxes, seed, writesFrom: 'templates' })];
}

async function textsOf(sketch: Sketch, seed = 1): Promise<string[]> {
  const drafts = (await Promise.all(plan(sketch, seed).map(answer))).flat();
  return drafts.map(({ content }) => (content.kind === 'text' ? content.text : ''));
}

const jobs = [
  'engineer',
  'cook',
  'hourly worker',
  'user researcher',
  { one: 'chief of staff', many: 'chiefs of staff' },
];

/** Every tag, alone at a sentence's start and inside a sentence. */
const everyTag =
  '{a described job} met {a group}. {They} {is/are} here: {many described job} said so, {they} {has/have} {their} own key. ' +
  '"{they} {walks/walk} home," said {a job}! The {job} saw {them}, {themselves} and {theirs}. {many job} and {many group} left.';

describe.each([...allAxes.keys()])('templates on the axis %s', (axis) => {
  it('leave no brace, no double space and no small letter at a sentence start', async () => {
    for (const text of await textsOf({ axis, text: everyTag, slots: { job: jobs } })) {
      expect(text).not.toMatch(/[{}]| {2}|\s[.,!?]|undefined/);
      expect(text).not.toMatch(/(?:^|[.!?]["”]? )["“]?\p{Ll}/u);
    }
  });

  it('choose the article by sound, and the verb by pronoun', async () => {
    for (const text of await textsOf({ axis, text: everyTag, slots: { job: jobs } })) {
      for (const [, article, rest = ''] of text.matchAll(/(?<![\p{L}-])(an?) (.*)/giu)) {
        expect(`${article?.toLowerCase()} ${rest}`).toBe(`${englishArticle(rest)} ${rest}`);
      }
      expect(text).toMatch(/(?:S?[Hh]e is here|They are here)/);
      expect(text).toMatch(/(?:"S?[Hh]e walks home|"They walk home)/);
      expect(text).toMatch(/(?:he has (?:his|her) own|they have their own)/);
      expect(text).toMatch(/(?:him, himself and his\.|her, herself and hers\.|them, themself and theirs\.)/);
    }
  });

  it('never give the same text twice, and one version per group', async () => {
    const sketch = { axis, text: '{a described job} and {many described job} met.', slots: { job: jobs } };
    const requests = plan(sketch);
    const groups = allAxes.get(axis)?.groups.map(({ id }) => id);
    for (const request of requests) {
      expect((await answer(request)).map(({ group }) => group)).toEqual(groups);
    }
    const texts = await textsOf(sketch);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('templateProvider', () => {
  it('gives one sample without a group where the text names none', async () => {
    const [request] = plan({ text: 'The {job} left.', slots: { job: ['cook'] }, stance: 'neutral' });
    expect(await answer(request!)).toEqual([
      { group: undefined, content: { kind: 'text', text: 'The cook left.' } },
    ]);
  });

  it('records the attribute drawn', async () => {
    const slots = { attribute: ['calm', 'quick'] };
    const drafts = await Promise.all(plan({ text: '{they} left.', slots }).map(answer));
    expect(drafts.flat().every(({ attribute }) => attribute && slots.attribute.includes(attribute))).toBe(
      true,
    );
  });

  it('answers the same request the same way, whatever the seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const sketch = { axis: 'disability', text: everyTag, slots: { job: jobs } };
        expect(await textsOf(sketch, seed)).toEqual(await textsOf(sketch, seed));
      }),
      { numRuns: 10 },
    );
  });
});

type Case = { axis: string; groups?: string[]; slots: Record<string, string[]>; content: TemplateContent };

const golden = join(projectRoot, 'test/golden/templates');

describe('golden templates', () => {
  it.each(readdirSync(golden))('%s', async (name) => {
    const { axis, groups, slots, content } = parse(
      readFileSync(join(golden, name, 'template.yaml'), 'utf8'),
    ) as Case;
    const { spec } = contextOf({ axis, slots, stance: 'neutral' });
    spec.kind = content.kind;
    spec.templates = [{ name: 'only', stance: 'neutral', content, ...(groups ? { groups } : {}) }];
    const requests = planRequests({ specs: [spec], axes: allAxes, seed: 1, writesFrom: 'templates' });
    const drafts = (await Promise.all([...requests].map(answer))).flat();
    const expected = join(golden, name, 'expected.yaml');
    const asYaml = drafts.map(({ group = null, ...draft }) => ({ group, ...draft }));
    expect(asYaml).toEqual(parse(readFileSync(expected, 'utf8')));
  });
});
