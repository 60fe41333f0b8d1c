/** A JSON Schema; only what OpenAI's strict mode and Gemini both take. */
export type JsonSchema = { [key: string]: unknown };

/** How strictly the vendor is asked for JSON: by schema, as any JSON, or in words alone. */
export type StructuredMode = 'schema' | 'json' | 'text';

export type Turn = { role: 'user' | 'assistant'; content: string };

/** One call to a model, in no vendor's words. A pure function of it gives the bytes of the HTTP request. */
export type ModelCall = {
  /** Names this call and no other: printable ASCII, at most 64 characters. Sent along, so that the vendor's logs can be matched. */
  id: string;
  model: string;
  system: string;
  turns: Turn[];
  /** The shape of the answer; undefined where free text is wanted. */
  answerSchema?: JsonSchema;
  mode: StructuredMode;
  /** Caps what is billed as output: reasoning tokens count too. */
  maxOutputTokens: number;
  temperature?: number;
  /** Vendors call it best effort. */
  seed?: number;
  /** OpenAI and compatible servers: `reasoning_effort`. */
  reasoningEffort?: string;
  /** Gemini: `thinkingBudget`, in tokens; 0 switches thinking off where the model allows it. */
  thinkingTokens?: number;
};

/** An HTTP answer as it came, before anything reads it: what the journal keeps. Keys are blacked out. */
export type RawAnswer = {
  status: number;
  /** Lower-case names; only those that say something of limits, time or identity. */
  headers: Record<string, string>;
  body: string;
  /** Milliseconds since 1970. */
  receivedAtMs: number;
};

/**
 * `not-sent`: certainly nothing left this machine. `no-answer`: it was sent and the connection broke.
 * `truncated`: the answer broke off. `timeout`: the signal's deadline passed. `interrupted`: the signal was
 * aborted for another reason. All but the first may have been billed.
 */
export type SendFailure = 'not-sent' | 'no-answer' | 'truncated' | 'timeout' | 'interrupted';

export type SendOutcome =
  | { sent: 'answered'; raw: RawAnswer }
  | { sent: 'failed'; failure: SendFailure; detail: string };

/** Tokens as the vendor bills them. */
export type Usage = {
  /** All input tokens, cached ones included. */
  inputTokens: number;
  /** All that is billed as output, reasoning included. */
  outputTokens: number;
  /** Those of `inputTokens` that are billed at the cached price. */
  cachedInputTokens?: number;
  /** Those of `inputTokens` that are billed at the price of writing the vendor's cache. */
  cacheWriteTokens?: number;
  /** Those of `outputTokens` that the caller never sees. */
  reasoningTokens?: number;
};

/**
 * What the vendor bills for an answer. `nothing`: this answer, for there was none to pay; `free`: an answer that is
 * given for nothing and tells no tokens; `unknown` must be taken for the worst case.
 */
export type Billing =
  | { billed: 'usage'; usage: Usage }
  | { billed: 'nothing' }
  | { billed: 'free' }
  | { billed: 'unknown' };

type FinalOutcome =
  | 'bad-key'
  | 'no-such-model'
  | 'quota-exhausted'
  | 'mode-refused'
  | 'bad-request'
  | 'malformed';

/**
 * What an answer means. `refused`: the model declined. `filtered`: a safety filter stopped it. `quota-exhausted`:
 * no credit is left. `mode-refused`: the server cannot do the structured mode that was asked for. `malformed`: not
 * an answer of this API at all.
 */
export type Interpretation = { billing: Billing; servedModel?: string } & (
  | { outcome: 'answered'; text: string; finish: 'stop' | 'length' }
  | { outcome: 'refused' | 'filtered'; message: string }
  | { outcome: 'rate-limited'; scope: 'minute' | 'day'; retryAfterMs?: number; message: string }
  | { outcome: 'server-error'; retryAfterMs?: number; message: string }
  | { outcome: FinalOutcome; message: string }
);

/** What an answer says of one limit; `resetMs` is how long until it is whole again. */
export type Limit = { limit?: number; remaining?: number; resetMs?: number };

export type Limits = { requests?: Limit; tokens?: Limit };

/** A worst case that no answer exceeds. */
export type TokenBound = { inputTokens: number; outputTokens: number };

/** The world as a provider may use it; passed in, so that tests can stand in for it. */
export type ProviderWorld = { fetch: typeof globalThis.fetch; now: () => Date };

/**
 * A model behind an API. Sending and understanding are apart: the raw answer can be saved before anything reads
 * it, and read again after a fix without paying again.
 */
export type ModelProvider = {
  name: string;
  termsUrl: string | undefined;
  /** The modes to try, strictest first. */
  modes: readonly StructuredMode[];
  /** Exactly one HTTP request; never retries, never throws for what the network does. Its deadline is the signal's. */
  send(call: ModelCall, options: { signal: AbortSignal }): Promise<SendOutcome>;
  /** Pure. */
  interpret(raw: RawAnswer): Interpretation;
  /** Pure. Limits as the answer's headers or body tell them. */
  limitsOf(raw: RawAnswer): Limits;
  /** Pure. */
  boundTokens(call: ModelCall): TokenBound;
  /** Half price, within a day; absent where the vendor has none. */
  batches?: BatchProvider;
};

/** What became of one call of a batch. `notRun`: the vendor says that it was not run; it is not billed. */
export type BatchLine = { callId: string } & ({ raw: RawAnswer } | { notRun: string });

export type BatchState = 'running' | 'done' | 'failed' | 'expired' | 'cancelled';

/** A batch as the vendor tells of it. Lines can be read in every state but `running`: what was done is kept. */
export type BatchStatus = {
  id: string;
  state: BatchState;
  /** Where `read` finds the lines: ids of files, or the batch's own name. */
  results: string[];
  counts: { total: number; done: number; failed: number };
  message?: string;
};

type Options = { signal: AbortSignal };

/**
 * Batches: many calls at half price, done within a day. All of it throws `UserError` where the vendor cannot be
 * reached or says no; nothing is retried here.
 */
export type BatchProvider = {
  /** Calls in one batch at most; a longer list takes several. */
  maxCalls: number;
  /**
   * Starts a batch under a name of ours (at most 64 characters), by which `find` sees it again. Where this throws, it
   * may have been started all the same: ask `find` before another try.
   */
  submit(name: string, calls: ModelCall[], options: Options): Promise<BatchStatus>;
  /** The batch that was started under this name, if any: after a crash nothing is submitted twice. */
  find(name: string, options: Options): Promise<BatchStatus | undefined>;
  poll(id: string, options: Options): Promise<BatchStatus>;
  cancel(id: string, options: Options): Promise<void>;
  /**
   * Line by line, in no order; a torn line is left out, and calls of which no line comes were not run. Each raw
   * answer can be given to `interpret`.
   */
  read(status: BatchStatus, options: Options): AsyncGenerator<BatchLine>;
};
