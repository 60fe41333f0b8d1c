import { type Ask, type Dialect, keyOfBody } from './model-server.ts';
import { openAiDialect } from './openai-dialect.ts';
import { chanceOf } from './seeded.ts';

/** The models that the endpoint has; those before them are withdrawn. */
export const moderationModels = ['omni-moderation-latest', 'omni-moderation-2024-09-26'];

/** The categories of omni-moderation, and those of them that it scores in images too. */
const categories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
];
const inImages = /^(?:self-harm|sexual$|violence)/;

/** Words that this server takes for one category or another. */
const telling: Record<string, RegExp> = {
  hate: /\bvermin\b/i,
  harassment: /\b(?:idiots?|vermin)\b/i,
  violence: /\b(?:beat|burn)\b/i,
};

let answers = 0;

/** How OpenAI's Moderations API says things: errors and refusals as everywhere, no usage, no limits in its headers. */
export const moderationDialect: Dialect = {
  ...openAiDialect,
  tellsLimits: false,
  answer: ({ model, text }) => ({ id: `modr-${++answers}`, model, results: [parseOrEmpty(text)] }),
};

/** A question to the endpoint: a text, or a list of texts, of which this server scores the first. */
export function toModerationAsk(bytes: Uint8Array, id: string): Ask {
  const body = JSON.parse(new TextDecoder().decode(bytes)) as { model?: string; input: string | string[] };
  const key = keyOfBody(bytes);
  const [text = ''] = [body.input].flat();
  return {
    id: id || key,
    model: body.model ?? 'omni-moderation-latest',
    key,
    promptBytes: bytes.length,
    maxOutputTokens: 0,
    mode: 'text',
    says: JSON.stringify(moderate(text)),
  };
}

function moderate(text: string): object {
  const score = (category: string) =>
    telling[category]?.test(text) ? 0.9 : chanceOf(1, category, text) / 1_000;
  const scores = categories.map((category) => [category, score(category)] as const);
  return {
    flagged: scores.some(([, value]) => value > 0.5),
    categories: Object.fromEntries(scores.map(([category, value]) => [category, value > 0.5])),
    category_scores: Object.fromEntries(scores),
    category_applied_input_types: Object.fromEntries(
      categories.map((category) => [category, inImages.test(category) ? ['text', 'image'] : ['text']]),
    ),
  };
}

function parseOrEmpty(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
