import type { ProviderWorld, RawAnswer, SendFailure, SendOutcome } from './model-provider.ts';

/** Where an answer is cut off: none of ours is near it, and memory stays bounded whatever a server sends. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Headers worth keeping with an answer. */
const keptHeaders =
  /^(?:content-type|date|retry-after(?:-ms)?|x-request-id|x-should-retry|openai-processing-ms|x-ratelimit-.+)$/;

type Fetch = typeof globalThis.fetch;

type Options = ProviderWorld & { signal: AbortSignal; secret: string | undefined };

type Recording =
  | { state: 'unused' }
  | { state: 'asking' }
  | { state: 'answering' }
  | { state: 'done'; raw: RawAnswer }
  | { state: 'failed'; reason: unknown; during: 'asking' | 'answering' };

/**
 * Lets a vendor's SDK make one HTTP request, and keeps the answer as it came. What the SDK makes of the answer
 * does not matter; a second request is refused before it leaves, whatever the SDK thinks of retries.
 */
export async function recordAttempt(
  ask: (fetch: Fetch) => Promise<unknown>,
  { fetch, now, signal, secret }: Options,
): Promise<SendOutcome> {
  if (signal.aborted) return failed('not-sent', 'aborted before it was sent');
  const recorder: { recording: Recording } = { recording: { state: 'unused' } };
  const recordingFetch: Fetch = async (input, init) => {
    if (recorder.recording.state !== 'unused') throw new Error('one attempt makes one request');
    recorder.recording = { state: 'asking' };
    let response: Response;
    try {
      response = await fetch(input, { ...init, signal, redirect: 'manual' });
    } catch (reason) {
      recorder.recording = { state: 'failed', reason, during: 'asking' };
      throw reason;
    }
    recorder.recording = { state: 'answering' };
    try {
      const body = await readBody(response);
      recorder.recording = { state: 'done', raw: toRaw(response, blackOut(body, secret), now().getTime()) };
      // Its body is spent: what the SDK makes of it is of no interest.
      return response;
    } catch (reason) {
      recorder.recording = { state: 'failed', reason, during: 'answering' };
      throw reason;
    }
  };
  const trouble = await ask(recordingFetch).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return judge(recorder.recording, { trouble, signal, secret });
}

function judge(
  recording: Recording,
  { trouble, signal, secret }: { trouble: unknown; signal: AbortSignal; secret: string | undefined },
): SendOutcome {
  if (recording.state === 'done') return { sent: 'answered', raw: recording.raw };
  const detail = (reason: unknown) => blackOut(describeFailure(reason), secret);
  if (recording.state === 'unused') return failed('not-sent', detail(trouble));
  if (signal.aborted) {
    const isDeadline = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    return failed(isDeadline ? 'timeout' : 'interrupted', detail(signal.reason));
  }
  if (recording.state !== 'failed') return failed('no-answer', detail(trouble));
  if (recording.during === 'answering') return failed('truncated', detail(recording.reason));
  return failed(neverConnected(recording.reason) ? 'not-sent' : 'no-answer', detail(recording.reason));
}

function failed(failure: SendFailure, detail: string): SendOutcome {
  return { sent: 'failed', failure, detail };
}

function toRaw(response: Response, body: string, receivedAtMs: number): RawAnswer {
  const kept = [...response.headers].filter(([name]) => keptHeaders.test(name));
  return { status: response.status, headers: Object.fromEntries(kept), body, receivedAtMs };
}

async function readBody(response: Response): Promise<string> {
  const isPlain = !response.headers.has('content-encoding');
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (isPlain && announced <= maxBodyBytes) return response.text();
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error(`the answer is longer than ${maxBodyBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Error codes of Node and undici for a connection that never stood: no byte of the request can have left. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
]);

function neverConnected(reason: unknown): boolean {
  return chainOf(reason).some(({ code }) => code !== undefined && connectionCodes.has(code));
}

type Link = { message: string; code: string | undefined };

/** An error, what caused it, and so on. */
function chainOf(reason: unknown): Link[] {
  const chain: Link[] = [];
  for (let link = reason; link instanceof Error && chain.length < 8; link = link.cause) {
    chain.push({ message: link.message, code: 'code' in link ? String(link.code) : undefined });
  }
  return chain;
}

export function describeFailure(reason: unknown): string {
  const parts = chainOf(reason).map(({ message, code }) => (message === '' ? (code ?? '') : message));
  return [...new Set(parts)].join(': ') || String(reason);
}

/** A word shorter than this is no vendor's key ("ollama"), and may well stand in a text. */
const leastSecret = 12;

/** Servers echo keys in error messages; none may reach a log or a run file. */
export function blackOut(text: string, secret: string | undefined): string {
  return secret && secret.length >= leastSecret ? text.replaceAll(secret, '[key]') : text;
}
