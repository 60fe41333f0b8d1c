import { UserError } from '../errors.ts';
import { excerptOf } from './json-path.ts';
import type { ProviderWorld } from './model-provider.ts';
import { blackOut, describeFailure } from './record-attempt.ts';

type Options = ProviderWorld & { signal: AbortSignal; secret: string | undefined };

type Fetch = typeof globalThis.fetch;

/**
 * Lets a vendor's client make requests that cost nothing by themselves (upload, start, ask, fetch), without following
 * a redirect, and puts what goes wrong in words.
 * @throws UserError where the vendor cannot be reached or says no.
 */
export async function batchRequest<T>(
  what: string,
  ask: (fetch: Fetch) => Promise<T>,
  { fetch, signal, secret }: Options,
): Promise<T> {
  const guarded: Fetch = (input, init) => fetch(input, { ...init, signal, redirect: 'manual' });
  try {
    return await ask(guarded);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`could not ${what}: ${excerptOf(blackOut(describeFailure(cause), secret))}`, {
      code: 'BATCH_REQUEST_FAILED',
      fix: 'What is done stays with the vendor: go on later with --resume.',
      blame: 'world',
    });
  }
}
