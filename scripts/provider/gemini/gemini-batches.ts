import type { BatchJob, GoogleGenAI, InlinedResponse } from '@google/genai';
import { batchRequest } from '../batch-request.ts';
import { textAt } from '../json-path.ts';
import type {
  BatchLine,
  BatchProvider,
  BatchState,
  BatchStatus,
  ModelCall,
  ProviderWorld,
} from '../model-provider.ts';
import { toGenerateRequest } from './generate-request.ts';

type Options = { client: GoogleGenAI; key: string | undefined; world: ProviderWorld };

/** Calls stand inside the request, which may have 20 MB: a call of ours has 10 KB at most. */
const maxCalls = 1_000;

const maxBatchesSeen = 500;

/** Gemini's batches: the calls stand in one request, and the answers in the finished batch. */
export function geminiBatches({ client, key, world }: Options): BatchProvider {
  type Fetch = typeof globalThis.fetch;
  const request = <T>(what: string, signal: AbortSignal, ask: (fetch: Fetch) => Promise<T>): Promise<T> =>
    batchRequest(what, ask, { ...world, signal, secret: key });
  const get = (id: string, signal: AbortSignal) =>
    request('ask for the batch', signal, (fetch) =>
      client.batches.get({ name: id, config: { httpOptions: { fetch } } }),
    );
  return {
    maxCalls,
    async submit(name, calls, { signal }) {
      const model = oneModel(calls);
      const src = { inlinedRequests: calls.map(toInlined) };
      const job = await request('start the batch', signal, (fetch) =>
        client.batches.create({ model, src, config: { displayName: name, httpOptions: { fetch } } }),
      );
      return toBatchStatus(job);
    },
    async find(name, { signal }) {
      return request('look for the batch', signal, async (fetch) => {
        let seen = 0;
        for await (const job of await client.batches.list({
          config: { pageSize: 100, httpOptions: { fetch } },
        })) {
          if (job.displayName === name) return toBatchStatus(job);
          if (++seen >= maxBatchesSeen) return undefined;
        }
        return undefined;
      });
    },
    poll: async (id, { signal }) => toBatchStatus(await get(id, signal)),
    async cancel(id, { signal }) {
      await request('cancel the batch', signal, (fetch) =>
        client.batches.cancel({ name: id, config: { httpOptions: { fetch } } }),
      );
    },
    async *read({ results }, { signal }) {
      for (const id of results) {
        const { dest } = await get(id, signal);
        for (const response of dest?.inlinedResponses ?? []) {
          const line = toLine(response, world.now().getTime());
          if (line) yield line;
        }
      }
    },
  };
}

function oneModel(calls: ModelCall[]): string {
  const [first] = calls;
  if (!first || calls.some(({ model }) => model !== first.model))
    throw new RangeError('one batch asks one model');
  return first.model;
}

function toInlined(call: ModelCall) {
  const { contents, config } = toGenerateRequest(call);
  return { contents, ...(config ? { config } : {}), metadata: { key: call.id } };
}

/** An answer like any other, or an error with the status that its google.rpc code stands for. */
function toLine({ metadata, response, error }: InlinedResponse, receivedAtMs: number): BatchLine | undefined {
  const callId = metadata?.['key'];
  if (callId === undefined) return undefined;
  if (response)
    return { callId, raw: { status: 200, headers: {}, body: JSON.stringify(response), receivedAtMs } };
  return { callId, notRun: textAt(error, 'message') ?? 'no answer' };
}

const states: Record<string, BatchState> = {
  JOB_STATE_SUCCEEDED: 'done',
  JOB_STATE_PARTIALLY_SUCCEEDED: 'done',
  JOB_STATE_FAILED: 'failed',
  JOB_STATE_CANCELLED: 'cancelled',
  JOB_STATE_EXPIRED: 'expired',
};

function toBatchStatus({ name = '', state, dest, error }: BatchJob): BatchStatus {
  const lines = dest?.inlinedResponses ?? [];
  const failed = lines.filter((line) => !line.response).length;
  return {
    id: name,
    state: states[state ?? ''] ?? 'running',
    results: name === '' ? [] : [name],
    counts: { total: lines.length, done: lines.length - failed, failed },
    ...(error?.message ? { message: error.message } : {}),
  };
}
