import { UserError } from '../errors.ts';
import type { Dialect } from './completions/dialect.ts';
import { type KeySource, requireKey, secretOf } from './keys.ts';
import type { ModelProvider, ProviderWorld } from './model-provider.ts';

type Env = Record<string, string | undefined>;

export type ModelProviderOptions = {
  /** The environment, with what `.env` adds to it. */
  env: Env;
  /** Another address than the vendor's own; `compatible` needs one. */
  baseUrl?: string | undefined;
  world: ProviderWorld;
};

type CreateOptions = Omit<ModelProviderOptions, 'env'> & { key: string | undefined };

/** The vendors' clients are large: each is loaded when it is asked for. */
type Entry = KeySource & { create: (options: CreateOptions) => Promise<ModelProvider> };

/** The table of models behind APIs. A new one is a new file and one entry here. */
const modelProviders = {
  openai: {
    variable: 'OPENAI_API_KEY',
    keyUrl: 'https://platform.openai.com/api-keys',
    create: async (options) => (await import('./openai/openai-provider.ts')).openAiProvider(options),
  },
  gemini: {
    variable: 'GEMINI_API_KEY',
    keyUrl: 'https://aistudio.google.com/apikey',
    create: async (options) => (await import('./gemini/gemini-provider.ts')).geminiProvider(options),
  },
  compatible: {
    variable: 'COMPATIBLE_API_KEY',
    keyUrl: undefined,
    create: async (options) => (await import('./compatible-provider.ts')).compatibleProvider(options),
  },
} satisfies Record<string, Entry>;

export const modelProviderNames = Object.keys(modelProviders);

/** Where each provider's key comes from. */
export function keySources(): KeySource[] {
  return Object.values(modelProviders);
}

export function isModelProvider(name: string): name is keyof typeof modelProviders {
  return Object.hasOwn(modelProviders, name);
}

/** The environment variable that holds a provider's key. */
export function keyVariableOf(name: string): string {
  return isModelProvider(name) ? modelProviders[name].variable : '';
}

/** @throws UserError where the name is unknown, the key is missing or cannot be one, or the base URL is none. */
export async function createModelProvider(
  name: string,
  { env, baseUrl, world }: ModelProviderOptions,
): Promise<ModelProvider> {
  if (!isModelProvider(name)) {
    throw new UserError(`"${name}" is not a provider of models`, {
      code: 'UNKNOWN_PROVIDER',
      fix: `Use one of ${modelProviderNames.join(', ')}.`,
    });
  }
  const entry: Entry = modelProviders[name];
  const key = entry.keyUrl === undefined ? secretOf(entry, env) : requireKey(entry, env);
  const url = baseUrl === undefined ? undefined : checkBaseUrl(baseUrl, { carriesKey: key !== undefined });
  return entry.create({ key, baseUrl: url, world });
}

/**
 * A server's completions endpoint, for the log-probabilities of given texts; its key is that of `compatible`.
 * @throws UserError where the base URL is missing or none.
 */
export async function createLikelihoodProvider(
  dialect: Dialect,
  { env, baseUrl, world }: ModelProviderOptions,
): Promise<ModelProvider> {
  if (baseUrl === undefined)
    throw new UserError('where is the server whose model is to be scored?', {
      code: 'NO_BASE_URL',
      fix: 'Add --base-url, for example http://localhost:8000/v1 for vLLM, http://localhost:8080/v1 for llama.cpp.',
    });
  const key = secretOf(modelProviders.compatible, env);
  const url = checkBaseUrl(baseUrl, { carriesKey: key !== undefined });
  const { likelihoodProvider } = await import('./completions/likelihood-provider.ts');
  return likelihoodProvider({ key, baseUrl: url, world, dialect });
}

/** Who scores texts for safety; a new one is a new file and one entry here. The key is that of the same provider. */
const moderationProviders = {
  openai: {
    model: 'omni-moderation-latest',
    create: async (options) => (await import('./openai/moderation-provider.ts')).moderationProvider(options),
  },
} satisfies Record<string, Pick<Entry, 'create'> & { model: string }>;

/**
 * A moderation service, and the model that it scores with unless told otherwise.
 * @throws UserError where the name is unknown, or the key is missing.
 */
export async function createModerationProvider(
  name: string,
  { env, baseUrl, world }: ModelProviderOptions,
): Promise<{ provider: ModelProvider; model: string }> {
  if (!Object.hasOwn(moderationProviders, name))
    throw new UserError(`"${name}" is no moderation service that is known here`, {
      code: 'UNKNOWN_PROVIDER',
      fix: `Use one of ${Object.keys(moderationProviders).join(', ')}.`,
    });
  const known = name as keyof typeof moderationProviders;
  const { model, create } = moderationProviders[known];
  const key = requireKey(modelProviders[known], env);
  const url = baseUrl === undefined ? undefined : checkBaseUrl(baseUrl, { carriesKey: true });
  return { provider: await create({ key, baseUrl: url, world }), model };
}

/** @throws UserError where it is no http address, or would carry a key over the open network unencrypted. */
function checkBaseUrl(text: string, { carriesKey }: { carriesKey: boolean }): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    // Never the text itself: a password or a key may stand in it.
    throw new UserError(
      `${url?.host ? `the address at ${url.host}` : 'this'} is not the base URL of an API`,
      {
        code: 'BAD_BASE_URL',
        fix: 'Give an address such as http://localhost:11434/v1, without a user name and a query.',
      },
    );
  }
  if (carriesKey && url.protocol === 'http:' && !isPrivateHost(url.hostname)) {
    throw new UserError(`${url.origin} would get your key unencrypted`, {
      code: 'INSECURE_BASE_URL',
      fix: 'Use https, or a server on this machine or a private network.',
    });
  }
  return url.href.replace(/\/+$/, '');
}

/** This machine, a name without a dot, or an address of a private network (RFC 1918, RFC 4193). */
function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[(?:::1|f[cd][0-9a-f]{2}:.*)\]$/.test(host);
  return (
    !host.includes('.') ||
    /^(?:127|10)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host) ||
    /\.(?:local|internal|localhost)$/.test(host)
  );
}
