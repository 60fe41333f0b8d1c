import type { IncomingMessage, ServerResponse } from 'node:http';
import { geminiBatchRoutes } from './gemini-batch-routes.ts';
import { geminiDialect } from './gemini-dialect.ts';
import { listen, readBody, sendJson } from './listen.ts';
import { type Ask, createModelServer, keyOfBody, type ServerOptions } from './model-server.ts';
import { schemaInWords, type TestServer } from './openai-server.ts';

type GenerateBody = {
  systemInstruction?: { parts: { text: string }[] };
  generationConfig?: { responseMimeType?: string; responseJsonSchema?: object; maxOutputTokens?: number };
};

/** A server on this machine that speaks the Gemini API's wire format; `url` is the SDK's base URL. */
export async function startGeminiServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = createModelServer(options, geminiDialect);

  const handleBatch = geminiBatchRoutes(options.batch ?? {}, (body, model) =>
    server.answerInBatch(toAsk(body, model)),
  );

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = String(request.headers['x-goog-api-key'] ?? '');
    const body = await readBody(request);
    const [, model] = /^\/v1beta\/models\/([^/:]+):generateContent$/.exec(request.url ?? '') ?? [];
    if (request.method === 'POST' && model) await server.answer(response, { ask: toAsk(body, model), key });
    else if (!handleBatch(request, response, body))
      sendJson(response, 404, { error: { code: 404, message: 'Not found.', status: 'NOT_FOUND' } });
  }

  const { url, close } = await listen((request, response) => {
    route(request, response).catch(() => response.destroy());
  });
  return { url, stats: server.stats, close };
}

function toAsk(bytes: Uint8Array, model: string): Ask {
  const body = JSON.parse(new TextDecoder().decode(bytes)) as GenerateBody;
  const key = keyOfBody(bytes);
  const { responseMimeType, responseJsonSchema, maxOutputTokens = 8_192 } = body.generationConfig ?? {};
  const schema = responseJsonSchema ?? schemaInWords(body.systemInstruction?.parts[0]?.text ?? '');
  const isJson = responseMimeType === 'application/json';
  return {
    id: key,
    model,
    key,
    promptBytes: bytes.length,
    maxOutputTokens,
    mode: responseJsonSchema ? 'schema' : isJson ? 'json' : 'text',
    ...(schema ? { schema } : {}),
  };
}
