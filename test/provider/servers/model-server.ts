import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { drawFault, type FaultKind, type FaultShares } from './faults.ts';
import { createServerLimiter, type Refusal, type ServerLimits } from './limiter.ts';
import { cut, sendJson, sendTruncated } from './listen.ts';
import { chanceOf } from './seeded.ts';
import { bill, newStats, type ServerPrice, type ServerStats } from './stats.ts';
import { writeAnswer } from './write-answer.ts';

export type ServerOptions = {
  seed?: number;
  limits?: ServerLimits;
  faults?: FaultShares;
  price?: ServerPrice;
  /** Answers take `meanMs` give or take `spreadMs`, evenly. */
  latency?: { meanMs: number; spreadMs: number };
  /** The only key that is let in; any key where absent. */
  key?: string;
  /** The models there are; any name where absent. */
  models?: string[];
  /** Once this much is billed, no credit is left. */
  creditMicroUsd?: number;
  /** Tokens per byte of the prompt: at most 1, as with any real tokenizer. */
  tokensPerByte?: number;
  batch?: BatchOptions;
  /** Structured modes the server can do. */
  modes?: ('schema' | 'json' | 'text')[];
};

/** How batches go. */
export type BatchOptions = {
  /** How often a batch is asked for before it is done. */
  polls?: number;
  /** The batch expires once this many calls are answered. */
  expiresAfter?: number;
  /** The last line of a file breaks off. */
  torn?: boolean;
};

/** One question in no vendor's words. */
export type Ask = {
  id: string;
  model: string;
  /** Follows from all that decides the answer: the same question has the same answer. */
  key: string;
  promptBytes: number;
  maxOutputTokens: number;
  schema?: object;
  /** What is said, where that is no text of a model. */
  says?: string;
  mode: 'schema' | 'json' | 'text';
};

export type Answer = {
  model: string;
  text: string;
  finish: 'stop' | 'length' | 'refusal' | 'filter';
  inputTokens: number;
  outputTokens: number;
};

export type ServerError =
  | 'bad-key'
  | 'no-such-model'
  | 'no-credit'
  | 'server-error'
  | 'overloaded'
  | 'mode-refused'
  | 'bad-request';

/** How one vendor says things. */
export type Dialect = {
  answer(answer: Answer): object;
  error(error: ServerError, ask: { model: string }): { status: number; body: object };
  refusal(refusal: Refusal): { body: object; headers: Record<string, string> };
  /** Whether answers tell limits in their headers. */
  tellsLimits: boolean;
};

/** Requests already under way when a 429 left are no violation of its Retry-After. */
const underWayMs = 50;

const unbilled = new Set<FaultKind>(['rate-limit', 'reset-before', 'server-error', 'overloaded']);

/** What both test servers have in common: limits, faults, bills. */
export function createModelServer(options: ServerOptions, dialect: Dialect) {
  const { seed = 1, price = { input: 0, output: 0 }, faults = {}, latency } = options;
  const stats = newStats();
  const limiter = createServerLimiter(options.limits ?? {}, () => performance.now());
  const attempts = new Map<string, number>();
  const pause = { from: 0, until: 0 };
  let open = 0;
  let lastText = '';

  function answerTo(ask: Ask, fault: FaultKind | undefined): Answer {
    const value = ask.says ?? writeAnswer(ask.schema, seed, ask.key);
    const whole = typeof value === 'string' ? value : JSON.stringify(value);
    const text = fault === 'duplicate' && lastText !== '' ? lastText : textWith(fault, whole);
    lastText = whole;
    const inputTokens = Math.ceil(ask.promptBytes * (options.tokensPerByte ?? 0.25));
    const outputTokens = Math.min(ask.maxOutputTokens, Math.ceil(text.length / 4) + 1);
    const answer: Answer = { model: ask.model, text, finish: 'stop', inputTokens, outputTokens };
    if (fault === 'length') {
      const cutText = text.slice(0, Math.floor(text.length / 2));
      return { ...answer, finish: 'length', text: cutText, outputTokens: ask.maxOutputTokens };
    }
    if (fault === 'refusal') return { ...answer, finish: 'refusal', text: 'I cannot help with that.' };
    if (fault === 'filter') return { ...answer, finish: 'filter', text: '' };
    return answer;
  }

  /** The answer to a call of a batch: at half price, and with no faults of the network. */
  function answerInBatch(ask: Ask): { status: number; body: object } {
    const blocked = gate(ask, options.key);
    if (blocked) return blocked;
    const given = answerTo(ask, undefined);
    bill(stats, price, { id: ask.id, ...given, discount: 0.5 });
    return { status: 200, body: dialect.answer(given) };
  }

  function gate(ask: Ask, key: string | undefined): { status: number; body: object } | undefined {
    if (options.key !== undefined && key !== options.key) return dialect.error('bad-key', ask);
    if (options.models && !options.models.includes(ask.model)) return dialect.error('no-such-model', ask);
    if (options.modes && !options.modes.includes(ask.mode)) return dialect.error('mode-refused', ask);
    const isBroke =
      options.creditMicroUsd !== undefined && stats.billedPicoUsd >= options.creditMicroUsd * 1e6;
    return isBroke ? dialect.error('no-credit', ask) : undefined;
  }

  function limitHeaders(): Record<string, string> {
    return dialect.tellsLimits ? limiter.headers() : {};
  }

  function sayTooMany(response: ServerResponse, refusal: Refusal): void {
    stats.rejected += 1;
    const now = performance.now();
    pause.from = Math.max(pause.from, now + underWayMs);
    pause.until = Math.max(pause.until, now + refusal.retryAfterMs);
    const { body, headers } = dialect.refusal(refusal);
    sendJson(response, 429, body, options.limits?.silent ? {} : { ...limitHeaders(), ...headers });
  }

  async function answer(
    response: ServerResponse,
    { ask, key }: { ask: Ask; key: string | undefined },
  ): Promise<void> {
    stats.requests += 1;
    const arrived = performance.now();
    if (arrived > pause.from && arrived < pause.until) stats.retryAfterViolations += 1;
    stats.maxOpen = Math.max(stats.maxOpen, ++open);
    response.once('close', () => {
      open -= 1;
    });
    const blocked = gate(ask, key);
    const refusal = blocked
      ? undefined
      : limiter.refuse(Math.ceil(ask.promptBytes / 4) + ask.maxOutputTokens);
    if (blocked) sendJson(response, blocked.status, blocked.body);
    else if (refusal) sayTooMany(response, refusal);
    else await work(ask, response);
  }

  async function work(ask: Ask, response: ServerResponse): Promise<void> {
    const attempt = attempts.get(ask.key) ?? 0;
    attempts.set(ask.key, attempt + 1);
    const fault = drawFault(faults, { seed, key: ask.key, attempt });
    if (fault) stats.faults[fault] = (stats.faults[fault] ?? 0) + 1;
    if (latency) await sleep(drawLatency(latency, chanceOf(seed, 'latency', ask.key, attempt)));
    settle(ask, response, fault);
  }

  function settle(ask: Ask, response: ServerResponse, fault: FaultKind | undefined): void {
    if (fault && unbilled.has(fault)) sendUnbilled(ask, response, fault);
    else sendBilled(ask, response, fault);
  }

  function sendUnbilled(ask: Ask, response: ServerResponse, fault: FaultKind): void {
    if (fault === 'rate-limit') {
      sayTooMany(response, { scope: 'minute', about: 'requests', retryAfterMs: 250 });
    } else if (fault === 'reset-before') {
      cut(response);
    } else {
      const { status, body } = dialect.error(fault === 'overloaded' ? fault : 'server-error', ask);
      sendJson(response, status, body);
    }
  }

  function sendBilled(ask: Ask, response: ServerResponse, fault: FaultKind | undefined): void {
    const given = answerTo(ask, fault);
    bill(stats, price, { id: ask.id, ...given });
    const body = dialect.answer(given);
    if (fault === 'gateway') sendPage(response);
    else if (fault === 'reset-after') cut(response);
    else if (fault === 'truncated') sendTruncated(response, body);
    else if (fault === 'bad-json') sendJson(response, 200, `${JSON.stringify(body).slice(0, -2)}`);
    else sendJson(response, 200, body, limitHeaders());
  }

  return { stats: stats as Readonly<ServerStats>, answer, answerInBatch };
}

function textWith(fault: FaultKind | undefined, whole: string): string {
  if (fault === 'prose') return `Here is what you asked for:\n\n\`\`\`json\n${whole}\n\`\`\`\nAnything else?`;
  return fault === 'bad-answer' ? whole.slice(0, Math.floor(whole.length * 0.7)) : whole;
}

/** A gateway in front of the API gave up waiting; the API itself went on, and billed. */
function sendPage(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' });
  response.end(
    '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  );
}

function drawLatency({ meanMs, spreadMs }: { meanMs: number; spreadMs: number }, chance: number): number {
  return Math.max(0, meanMs + (2 * chance - 1) * spreadMs);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The same body asks the same question. */
export function keyOfBody(body: Uint8Array): string {
  return createHash('sha1').update(body).digest('base64url');
}
