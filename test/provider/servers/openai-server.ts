import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, readBody, sendJson } from './listen.ts';
import { type Ask, createModelServer, keyOfBody, type ServerOptions } from './model-server.ts';
import { openAiBatchRoutes } from './openai-batch-routes.ts';
import { openAiDialect } from './openai-dialect.ts';
import { moderationDialect, moderationModels, toModerationAsk } from './openai-moderation.ts';
import type { ServerStats } from './stats.ts';

export type TestServer = {
  url: string;
  stats: Readonly<ServerStats>;
  close: () => Promise<void>;
};

/** What it has seen of moderation stands apart. */
export type OpenAiServer = TestServer & { moderation: Readonly<ServerStats> };

type Options = ServerOptions & {
  /** The moderation endpoint has limits of its own. */
  moderation?: Pick<ServerOptions, 'limits' | 'faults'>;
};

type ChatBody = {
  model: string;
  messages: { role: string; content: string }[];
  max_completion_tokens?: number;
  max_tokens?: number;
  response_format?: { type: string; json_schema?: { schema: object } };
};

/** A server on this machine that speaks OpenAI's wire format; `url` is the SDK's base URL. */
export async function startOpenAiServer(options: Options = {}): Promise<OpenAiServer> {
  const server = createModelServer(options, openAiDialect);

  const { limits, faults } = options.moderation ?? {};
  const moderator = createModelServer(
    {
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(limits ? { limits } : {}),
      ...(faults ? { faults } : {}),
      ...(options.latency ? { latency: options.latency } : {}),
      models: moderationModels,
    },
    moderationDialect,
  );

  const handleBatch = openAiBatchRoutes(options.batch ?? {}, (body, id) =>
    server.answerInBatch(toAsk(body, id)),
  );

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = request.headers.authorization?.replace(/^Bearer /, '');
    const body = await readBody(request);
    if (request.method === 'POST' && request.url === '/v1/chat/completions') {
      const ask = toAsk(body, String(request.headers['x-client-request-id'] ?? ''));
      await server.answer(response, { ask, key });
    } else if (request.method === 'POST' && request.url === '/v1/moderations') {
      const id = String(request.headers['x-client-request-id'] ?? '');
      await moderator.answer(response, { ask: toModerationAsk(body, id), key });
    } else if (request.method === 'GET' && request.url === '/v1/models') {
      sendJson(response, 200, { object: 'list', data: (options.models ?? []).map((id) => ({ id })) });
    } else if (!(await handleBatch(request, response, body)))
      sendJson(response, 404, {
        error: { message: `Invalid URL (${request.method} ${request.url})`, code: null },
      });
  }

  const { url, close } = await listen((request, response) => {
    route(request, response).catch(() => response.destroy());
  });
  return { url: `${url}/v1`, stats: server.stats, moderation: moderator.stats, close };
}

function toAsk(bytes: Uint8Array, id: string): Ask {
  const body = JSON.parse(new TextDecoder().decode(bytes)) as ChatBody;
  const key = keyOfBody(bytes);
  const { response_format: format } = body;
  const modes: Record<string, Ask['mode']> = { json_schema: 'schema', json_object: 'json' };
  const schema = format?.json_schema?.schema ?? schemaInWords(body.messages[0]?.content ?? '');
  return {
    id: id || key,
    model: body.model,
    key,
    promptBytes: bytes.length,
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? 4_096,
    mode: modes[format?.type ?? ''] ?? 'text',
    ...(schema ? { schema } : {}),
  };
}

/** A model that is not held to a schema follows the one that its instructions show: the last JSON object in them. */
export function schemaInWords(system: string): object | undefined {
  const start = system.lastIndexOf('\n{"');
  if (start < 0) return undefined;
  try {
    return JSON.parse(system.slice(start, system.lastIndexOf('}') + 1)) as object;
  } catch {
    return undefined;
  }
}
