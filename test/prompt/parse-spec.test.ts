import { describe, expect, it } from 'vitest';
import { parseYaml, problemsAfter, siteVisit } from '../support/specs.ts';

describe('parseSpec', () => {
  it('reads a spec', () => {
    expect(parseYaml(siteVisit)).toMatchObject({
      ok: true,
      spec: {
        name: 'site-visit',
        axis: 'gender',
        slots: {
          occupation: [
            { one: 'engineer' },
            { one: 'surveyor' },
            { one: 'chief of staff', many: 'chiefs of staff' },
          ],
        },
        templates: [{ name: 'bridge', stance: 'counterfactual', content: { kind: 'text' } }],
      },
    });
  });

  it.each([
    ['  occupation:', '\toccupation:', '8:1 : a tab stands where YAML wants spaces'],
    ['axis: gender', 'axis: gendre', '2:7 axis: "gendre" is not an axis'],
    ['kind: text', 'kind: poem', '3:7 kind: "kind" must be one of text, chat, preference'],
    ['kind: text', 'knd: text', '1:1 : the prompt spec has no "kind"'],
    ['lang: en', 'lang: english!', '4:7 lang: "lang" does not have the form of en, pt-BR'],
    [
      'name: bridge',
      'name: bridge\n    stance: neutral',
      '12:13 templates.0.stance: the stance "neutral" is not among',
    ],
    ['{a occupation}', '{a ocupation}', '12:12 templates.0.text: "ocupation" is neither a slot nor'],
    ['{their} drawings', 'her drawings', '12:36 templates.0.text: "her" names a group'],
    ['{their} drawings', 'drawings in {theirs', '12:48 templates.0.text: a "{" stands alone'],
    [
      'the crew arrived',
      'the pregnant pause',
      '12:60 templates.0.text: in the value "the pregnant pause", "pregnant" is a fact that does not swap',
    ],
    ['before {setting}', 'at dawn', '9:12 slots.setting: no template uses the slot "setting"'],
    [
      'occupation: [engineer',
      'group: [engineer',
      '8:10 slots.group: "group" is a word of the template language',
    ],
    [
      'stances: [counterfactual]',
      'stances: [counterfactual]\ngroups: [women, robots]',
      '6:17 groups.1: "robots" is not a group',
    ],
    [
      'stances: [counterfactual]',
      'stances: [counterfactual]\nversions: 9',
      '6:11 versions: 9 versions want more groups than the 3',
    ],
    ['the crew arrived,', "'{they} saw her',", '9:25 slots.setting.0: "her" names a group'],
    [
      'the crew arrived,',
      "'the {occupation} came',",
      '9:13 slots.setting.0: the slot "occupation" stands inside',
    ],
    [
      '[engineer,',
      "['engineer {they} met',",
      '12:12 templates.0.text: the value "engineer {they} met" holds tags, so it can only stand as it is',
    ],
    ['text: "{a', 'messages: "{a', '12:15 templates.0.messages: "templates.0.messages" does not belong'],
  ])('after %j became %j says where and what', (from, to, expected) => {
    expect(problemsAfter(from, to).join('\n')).toContain(expected);
  });

  it('collects every problem, not the first', () => {
    const source = siteVisit.replace('{their} drawings', 'his drawings').replace('{setting}', 'her {place}');
    const parsed = parseYaml(source);
    expect(parsed.ok ? 0 : parsed.problems.length).toBeGreaterThanOrEqual(4);
  });

  it('refuses a spec that stands in the folder of another axis', () => {
    const parsed = parseYaml(siteVisit, 'prompts/age/site-visit.yaml');
    expect(parsed).toMatchObject({ ok: false, problems: [{ line: 2, fix: 'Move it to prompts/gender/.' }] });
  });

  it('lets "Black" name a group and "black coffee" none', () => {
    expect(problemsAfter('drawings before', 'drawings over black coffee before')).toEqual([]);
    expect(problemsAfter('drawings before', 'drawings for the mailman before')).toEqual([]);
  });
});
