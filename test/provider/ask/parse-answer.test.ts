import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRequests } from '../../../scripts/prompt/plan-requests.ts';
import type { Request } from '../../../scripts/prompt/request.ts';
import { answerSchema } from '../../../scripts/provider/ask/answer-schema.ts';
import { extractJson } from '../../../scripts/provider/ask/extract-json.ts';
import { parseAnswer } from '../../../scripts/provider/ask/parse-answer.ts';
import type { Kind, Stance } from '../../../scripts/sample/sample.ts';
import { compileSchema } from '../../../scripts/sample/schema-validator.ts';
import { axes } from '../../support/samples.ts';
import { specWith } from '../../support/specs.ts';
import { writeAnswer } from '../servers/write-answer.ts';

function requestOf(kind: Kind, stance: Stance): Request {
  const spec = specWith({ kind, stances: [stance], templates: undefined });
  const [request] = planRequests({ specs: [spec], axes, seed: 1, writesFrom: 'instructions' });
  return request!;
}

const family = requestOf('text', 'counterfactual');
const single = requestOf('text', 'neutral');
const cases = (['text', 'chat', 'preference'] as const).flatMap((kind) =>
  (['counterfactual', 'neutral'] as const).map((stance) => ({
    kind,
    stance,
    request: requestOf(kind, stance),
  })),
);

function problemsOf(answer: unknown, request: Request): string[] {
  const parsed = parseAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), request);
  return parsed.ok ? [] : parsed.problems;
}

describe.each(cases)('an answer of the kind $kind, $stance', ({ kind, request }) => {
  const value = writeAnswer(answerSchema(request), 1, 'key');
  const text = JSON.stringify(value);

  it('that fits the schema becomes one draft per group', () => {
    expect(compileSchema(answerSchema(request))(value)).toEqual([]);
    const parsed = parseAnswer(text, request);
    if (!parsed.ok) throw new Error(parsed.problems.join());
    expect(parsed.drafts.map(({ group }) => group)).toEqual(request.groups);
    expect(parsed.drafts.every(({ content }) => content.kind === kind)).toBe(true);
  });

  it('is found among other words', () => {
    const parsed = parseAnswer(text, request);
    for (const wrapped of [
      `Sure! Here it is:\n\`\`\`json\n${text}\n\`\`\`\nHope {this} helps.`,
      `<think>{"text": "a draft"} hm</think>\n${text}`,
      `{not json} but ${text} and more }`,
      `\uFEFF\n${text}\n`,
    ]) {
      expect(parseAnswer(wrapped, request)).toEqual(parsed);
    }
  });

  it('that breaks off is refused, wherever it does', () => {
    for (let end = 0; end < text.length; end++) {
      expect(parseAnswer(text.slice(0, end), request).ok).toBe(false);
    }
  });
});

describe('parseAnswer', () => {
  it('tells all that is wrong, in words a model can be told', () => {
    expect(problemsOf({ versions: { women: { text: '' }, men: { text: 7 } } }, family)).toEqual([
      '"versions.women.text" is empty',
      '"versions.men.text" must be a string',
      '"versions.nonbinary-people.text" must be a string',
    ]);
    const chat = requestOf('chat', 'neutral');
    const turn = (role: string, content: string) => ({ role, content });
    expect(problemsOf({ messages: [turn('assistant', 'Hi'), turn('user', 'x\u0000')] }, chat)).toEqual([
      '"messages[0].role" must be "user"',
      '"messages[1].role" must be "assistant"',
      '"messages[1].content" holds a control character',
    ]);
    expect(problemsOf({ messages: [turn('user', 'Hi')] }, chat)).toEqual([
      '"messages" must end with the assistant',
    ]);
    const pair = requestOf('preference', 'neutral');
    expect(problemsOf({ prompt: [turn('user', 'Hi')], chosen: 'a', rejected: 'a' }, pair)).toEqual([
      '"chosen" and "rejected" are the same',
    ]);
    expect(problemsOf({ text: '\ud800' }, single)[0]).toContain('surrogate');
    expect(problemsOf({ text: 'x'.repeat(20_001) }, single)[0]).toContain('20000');
    expect(problemsOf('I cannot do that.', single)).toEqual(['the answer holds no complete JSON object']);
  });

  it('normalises line ends and composition', () => {
    const parsed = parseAnswer(JSON.stringify({ text: ' Cafe\u0301\r\nopen ' }), single);
    expect(parsed).toMatchObject({ ok: true, drafts: [{ content: { text: 'Café\nopen' } }] });
  });

  it('never throws, and never takes a value from a prototype', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const { request } of cases) parseAnswer(text, request);
      }),
    );
    expect(problemsOf('{"__proto__": {"text": "x"}}', single)).toHaveLength(1);
  });
});

describe('extractJson', () => {
  it('finds an object behind any words without braces', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.string(), fc.string()),
        fc.string(),
        (before, value, after) => {
          const words = (text: string) => text.replaceAll(/[{}"`]/g, '');
          const json = JSON.stringify(value);
          expect(extractJson(`${words(before)}${json}${words(after)}`)).toEqual(JSON.parse(json));
        },
      ),
    );
  });

  it('gives up on a text full of braces in little time', () => {
    expect(extractJson('{'.repeat(200_000))).toBeUndefined();
  });
});
