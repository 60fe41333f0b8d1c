import type OpenAI from 'openai';
import { toFile } from 'openai';
import { batchRequest } from '../batch-request.ts';
import type { BatchLine, BatchProvider, BatchStatus, ProviderWorld } from '../model-provider.ts';
import { parseBatchLine, toBatchLine, toBatchStatus } from './batch-lines.ts';
import type { OutputCap } from './chat-request.ts';
import { openAiClient } from './openai-client.ts';

type Options = { key: string | undefined; baseUrl: string; world: ProviderWorld; cap: OutputCap };

/** The API takes 50,000 calls and 200 MB; ours are kept smaller, so that an upload and a download fit in memory. */
const maxCalls = 5_000;

/** Batches looked through for a name; the newest come first. */
const maxBatchesSeen = 500;

/** OpenAI's Batch API: a file of calls is uploaded, a batch started, and files with the answers are fetched. */
export function openAiBatches({ key, baseUrl, world, cap }: Options): BatchProvider {
  const request = <T>(what: string, signal: AbortSignal, ask: (client: OpenAI) => Promise<T>): Promise<T> =>
    batchRequest(what, (fetch) => ask(openAiClient({ key, baseUrl, fetch })), {
      ...world,
      signal,
      secret: key,
    });
  return {
    maxCalls,
    async submit(name, calls, { signal }) {
      const lines = calls.map((call) => toBatchLine(call, cap)).join('');
      const upload = await toFile(new TextEncoder().encode(lines), `${name}.jsonl`);
      const file = await request('upload the batch', signal, (client) =>
        client.files.create({ file: upload, purpose: 'batch' }),
      );
      const batch = await request('start the batch', signal, (client) =>
        client.batches.create({
          input_file_id: file.id,
          endpoint: '/v1/chat/completions',
          completion_window: '24h',
          metadata: { evenhand: name },
        }),
      );
      return toBatchStatus(batch);
    },
    find: (name, { signal }) => request('look for the batch', signal, (client) => findBatch(client, name)),
    poll: async (id, { signal }) =>
      toBatchStatus(await request('ask for the batch', signal, (client) => client.batches.retrieve(id))),
    async cancel(id, { signal }) {
      await request('cancel the batch', signal, (client) => client.batches.cancel(id));
    },
    async *read({ results }, { signal }) {
      for (const id of results) {
        const text = await request('fetch the answers of the batch', signal, async (client) =>
          (await client.files.content(id)).text(),
        );
        yield* parseLines(text, world.now().getTime());
      }
    },
  };
}

async function findBatch(client: OpenAI, name: string): Promise<BatchStatus | undefined> {
  let seen = 0;
  for await (const batch of client.batches.list({ limit: 100 })) {
    if (batch.metadata?.['evenhand'] === name) return toBatchStatus(batch);
    if (++seen >= maxBatchesSeen) return undefined;
  }
  return undefined;
}

function* parseLines(text: string, receivedAtMs: number): Generator<BatchLine> {
  for (const line of text.split('\n')) {
    const parsed = parseBatchLine(line, receivedAtMs);
    if (parsed) yield parsed;
  }
}
