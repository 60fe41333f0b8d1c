import OpenAI from 'openai';

/** The longest that a timer can wait: the deadline is the signal's, not the SDK's. */
const neverMs = 2 ** 31 - 1;

type ClientOptions = { key: string | undefined; baseUrl: string; fetch: typeof globalThis.fetch };

/** A client that reads nothing from the environment, logs nothing and never retries. */
export function openAiClient({ key, baseUrl, fetch }: ClientOptions): OpenAI {
  return new OpenAI({
    apiKey: key ?? 'none',
    adminAPIKey: null,
    baseURL: baseUrl,
    // A server without keys gets none.
    ...(key ? {} : { defaultHeaders: { Authorization: null } }),
    fetch,
    maxRetries: 0,
    timeout: neverMs,
    logLevel: 'off',
    organization: null,
    project: null,
  });
}
