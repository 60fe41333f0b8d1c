import { UserError } from '../../errors.ts';

/** One dataset repository on a Hugging Face Hub, and how to reach it. */
export type Hub = {
  /** Without a slash at the end. */
  url: string;
  /** `namespace/name`. */
  repo: string;
  /** Undefined for reading what is public. */
  token: () => Promise<string | undefined>;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
};

export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const publicHubUrl = 'https://huggingface.co';

/** As the Hub's clients name it. */
export function repoOf({ repo }: Pick<Hub, 'repo'>): { type: 'dataset'; name: string } {
  return { type: 'dataset', name: repo };
}

export function apiOf({ url, repo }: Pick<Hub, 'url' | 'repo'>): string {
  return `${url}/api/datasets/${repo}`;
}

export function pageOf({ url, repo }: Pick<Hub, 'url' | 'repo'>): string {
  return `${url}/datasets/${repo}`;
}

/** @throws UserError where the text names no dataset repository. */
export function parseRepo(text: string): string {
  const repo = text.replace(/^datasets\//, '');
  if (/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(repo)) return repo;
  throw new UserError(`--repo ${text}: this is no dataset repository`, {
    code: 'BAD_HUB_REPOSITORY',
    fix: 'Write it as the Hub does: --repo namespace/name',
  });
}

/**
 * The Hub's address: `HF_ENDPOINT` as the Hub's own clients read it, else the public Hub.
 * @throws UserError where a token would travel in the clear.
 */
export function parseHubUrl(text: string | undefined): string {
  if (!text) return publicHubUrl;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal))
    return url.href.replace(/\/+$/, '');
  throw new UserError(`HF_ENDPOINT=${text} is no address of a Hub`, {
    code: 'BAD_HUB_ADDRESS',
    fix: 'Give an https:// address, or unset it for the public Hub: a token must not travel in the clear.',
  });
}
