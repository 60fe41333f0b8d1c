import type { IncomingMessage, ServerResponse } from 'node:http';
import { endToken, type LanguageModel, startToken } from '../../bench/effect/kneser-ney.ts';
import { createServerLimiter, type ServerLimits } from '../provider/servers/limiter.ts';
import { listen, readBody, sendJson } from '../provider/servers/listen.ts';

type Options = {
  model: LanguageModel;
  /** What the server can do, beside writing. */
  dialects?: ('echo' | 'prompt-logprobs')[];
  /** Puts a start token before every text of its own accord, as Llama's tokenizer does. */
  addsStart?: boolean;
  limits?: ServerLimits;
  /** How long an answer takes. */
  latencyMs?: number;
  /** What a chat answers, where it is not the letter of the likeliest option. */
  says?: string;
};

type Body = {
  model: string;
  prompt: string;
  messages?: { content: string }[];
  max_tokens?: number;
  echo?: boolean;
  logprobs?: number;
  prompt_logprobs?: number;
};

export type CompletionsServer = {
  /** The base URL of an OpenAI client. */
  url: string;
  stats: { requests: number; answered: number };
  close(): Promise<void>;
};

/** How GPT-2 writes its start token in a text. */
const startText = '<|endoftext|>';

/**
 * A completions server with real likelihoods: an n-gram model behind OpenAI's wire format, with `echo` and
 * `logprobs` as OpenAI's old endpoint has them, and vLLM's `prompt_logprobs`. It writes one token, the likeliest.
 */
export async function startCompletionsServer(options: Options): Promise<CompletionsServer> {
  const { dialects = ['echo', 'prompt-logprobs'], latencyMs = 0 } = options;
  const limiter = createServerLimiter(options.limits ?? {}, Date.now);
  const stats = { requests: 0, answered: 0 };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    stats.requests += 1;
    const body = JSON.parse((await readBody(request)).toString()) as Body;
    const isChat = request.url === '/v1/chat/completions';
    if (!isChat && request.url !== '/v1/completions') {
      sendJson(response, 404, { error: { message: `Invalid URL (${request.url})`, code: null } });
      return;
    }
    const refusal = limiter.refuse(1);
    if (refusal) {
      sendJson(
        response,
        429,
        { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } },
        { 'retry-after-ms': String(refusal.retryAfterMs), ...limiter.headers() },
      );
      return;
    }
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    stats.answered += 1;
    sendJson(
      response,
      200,
      isChat ? chat(body, options) : answer(body, { ...options, dialects }),
      limiter.headers(),
    );
  }

  const { url, close } = await listen((request, response) => {
    route(request, response).catch(() => response.destroy());
  });
  return { url: `${url}/v1`, stats, close };
}

/** A chat model that chooses among options "A) …", "B) …" by their likelihood. */
function chat({ model: name, messages = [] }: Body, { model, says }: Options) {
  const options = [...(messages.at(-1)?.content ?? '').matchAll(/^([A-C])\) (.+)$/gm)].map(
    ([, letter = '', text = '']) => {
      const logprobs = scoreText(`${startText}${text}`, model, false).map(({ logprob }) => logprob ?? 0);
      return { letter, score: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
    },
  );
  const best = options.reduce((most, option) => (option.score > most.score ? option : most));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: name,
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: says ?? `${best.letter})` } },
    ],
    usage: { prompt_tokens: 60, completion_tokens: 2, total_tokens: 62 },
  };
}

type Token = { text: string; word: string; logprob: number | null };

function answer(body: Body, { model, dialects, addsStart = false }: Options & { dialects: string[] }) {
  const tokens = scoreText(body.prompt, model, addsStart);
  const written = likeliest(
    model,
    tokens.map(({ word }) => word),
  );
  const echoes = body.echo === true && dialects.includes('echo');
  const shown = echoes ? [...tokens, written] : [written];
  let offset = echoes ? 0 : body.prompt.length;
  const choice = {
    index: 0,
    text: shown.map(({ text }) => text).join(''),
    finish_reason: 'length',
    logprobs:
      body.logprobs === undefined
        ? null
        : {
            tokens: shown.map(({ text }) => text),
            token_logprobs: shown.map(({ logprob }) => logprob),
            top_logprobs: shown.map(({ text, logprob }) => (logprob === null ? null : { [text]: logprob })),
            text_offset: shown.map(({ text }) => {
              const at = offset;
              offset += text.length;
              return at;
            }),
          },
    ...(body.prompt_logprobs !== undefined && dialects.includes('prompt-logprobs')
      ? { prompt_logprobs: tokens.map(candidateOf) }
      : {}),
  };
  return {
    id: 'cmpl-1',
    object: 'text_completion',
    model: body.model,
    choices: [choice],
    usage: { prompt_tokens: tokens.length, completion_tokens: 1, total_tokens: tokens.length + 1 },
  };
}

/** vLLM's: the first token, which nothing stands before, has no candidates. */
function candidateOf({ text, logprob }: Token, index: number) {
  return logprob === null ? null : { [String(1_000 + index)]: { logprob, rank: 1, decoded_token: text } };
}

/** Tokens as byte-pair encoders cut them: a word or mark with the space before it. */
export function scoreText(prompt: string, model: LanguageModel, addsStart: boolean): Token[] {
  const texts =
    prompt.match(/<\|endoftext\|>|\s*(?:[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}])/gu) ?? [];
  const tokens: Token[] = addsStart ? [{ text: startText, word: startToken, logprob: null }] : [];
  for (const text of texts) {
    const word = text === startText ? startToken : text.trim().toLowerCase();
    const history = tokens.map((token) => token.word);
    tokens.push({ text, word, logprob: history.length === 0 ? null : model.logProbability(word, history) });
  }
  return tokens;
}

function likeliest(model: LanguageModel, history: string[]): Token {
  const scored = model.outcomes
    .filter((word) => word !== endToken)
    .map((word) => ({ text: ` ${word}`, word, logprob: model.logProbability(word, history) }));
  return scored.reduce((best, token) => (token.logprob > best.logprob ? token : best));
}
