import { describe, expect, it } from 'vitest';
import { interpretModeration, parseModeration } from '../../scripts/provider/openai/interpret-moderation.ts';

const raw = (status: number, body: unknown) => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAtMs: 0,
});

const result = {
  flagged: true,
  categories: { hate: true, violence: false },
  category_scores: { hate: 0.91, violence: 0.002, illicit: null },
};

describe('an answer of the Moderations API', () => {
  it('is read, and is free, without tokens', () => {
    const read = interpretModeration(raw(200, { model: 'omni-moderation-2024-09-26', results: [result] }));
    expect(read).toMatchObject({ outcome: 'answered', billing: { billed: 'free' }, finish: 'stop' });
    expect(parseModeration((read as { text: string }).text)).toEqual({
      flagged: true,
      categories: ['hate'],
      scores: { hate: 0.91, violence: 0.002 },
    });
  });

  it.each([
    [401, { error: { message: 'no', code: 'invalid_api_key' } }, 'bad-key'],
    [429, { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }, 'rate-limited'],
    [404, { error: { message: 'The model does not exist', code: 'model_not_found' } }, 'no-such-model'],
    [502, '<html></html>', 'server-error'],
    [500, { error: { message: 'oh' } }, 'server-error'],
  ])('of status %i costs nothing either', (status, body, outcome) => {
    expect(interpretModeration(raw(status, body))).toMatchObject({ outcome, billing: { billed: 'nothing' } });
  });

  it.each([['{"results":[]}'], ['[]'], ['{"results":[null]}'], ['{"results"']])(
    'is none without a result: %s',
    (body) => {
      expect(interpretModeration(raw(200, body))).toMatchObject({ outcome: 'malformed' });
    },
  );

  it.each([
    ['no flag', { ...result, flagged: 'yes' }],
    ['no scores', { ...result, category_scores: {} }],
    ['a score out of range', { ...result, category_scores: { hate: 1.2 } }],
    ['a score in words', { ...result, category_scores: { hate: 'high' } }],
    ['a category with a name of its own', { ...result, category_scores: { '<b>': 0.1 } }],
    ['a list of scores', { ...result, category_scores: [0.1] }],
  ])('is not taken for scores with %s', (_, value) => {
    expect(parseModeration(JSON.stringify(value))).toBeUndefined();
  });
});
