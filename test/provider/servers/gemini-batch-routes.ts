import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Booked, createBatchBook } from './batch-book.ts';
import { sendJson } from './listen.ts';
import type { BatchOptions } from './model-server.ts';

type Inlined = { request: object; metadata: { key: string } };
type Call = Inlined & { model: string };

const states = {
  running: 'BATCH_STATE_RUNNING',
  done: 'BATCH_STATE_SUCCEEDED',
  expired: 'BATCH_STATE_EXPIRED',
  cancelled: 'BATCH_STATE_CANCELLED',
};

type Reply = { status: number; body: object };

/** The routes of Gemini's batches; false where a path is none of them. */
export function geminiBatchRoutes(options: BatchOptions, answer: (body: Uint8Array, model: string) => Reply) {
  const book = createBatchBook<Call>(options, ({ model, request, metadata }) => {
    const { status, body } = answer(new TextEncoder().encode(JSON.stringify(request)), model);
    return status === 200 ? { response: body, metadata } : { ...body, metadata };
  });

  return (request: IncomingMessage, response: ServerResponse, body: Buffer): boolean => {
    const [path = ''] = (request.url ?? '').split('?');
    const [, model] = /^\/v1beta\/models\/([^/:]+):batchGenerateContent$/.exec(path) ?? [];
    const [, id, verb] = /^\/v1beta\/batches(?:\/([^/:]+))?(?::([a-z]+))?$/.exec(path) ?? [];
    if (model) sendBatch(response, toOperation(start(model, body)));
    else if (id && verb === 'cancel') sendBatch(response, toOperation(book.cancel(id)));
    else if (id) sendBatch(response, toOperation(book.poll(id)));
    else if (path === '/v1beta/batches')
      sendBatch(response, { operations: book.newestFirst().map((booked) => toOperation(booked)) });
    else return false;
    return true;
  };

  function start(model: string, body: Buffer): Booked<Call> {
    const { batch } = JSON.parse(body.toString()) as {
      batch: { displayName: string; inputConfig: { requests: { requests: Inlined[] } } };
    };
    const calls = batch.inputConfig.requests.requests.map((call) => ({ ...call, model }));
    return book.add(batch.displayName, calls);
  }

  function toOperation(booked: Booked<Call> | undefined): object | undefined {
    if (!booked) return undefined;
    const { id, name, state, answered, left } = booked;
    const lost = left.map(({ metadata }) => ({ error: { code: 4, message: `not run: ${state}` }, metadata }));
    const output = { inlinedResponses: { inlinedResponses: [...answered, ...lost] } };
    return {
      name: `batches/${id}`,
      metadata: { displayName: name, state: states[state], ...(state === 'running' ? {} : { output }) },
      done: state !== 'running',
    };
  }
}

function sendBatch(response: ServerResponse, body: object | undefined): void {
  if (body) sendJson(response, 200, body);
  else sendJson(response, 404, { error: { code: 404, message: 'No such batch.', status: 'NOT_FOUND' } });
}
