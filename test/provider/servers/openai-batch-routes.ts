import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Booked, createBatchBook } from './batch-book.ts';
import { sendJson } from './listen.ts';
import type { BatchOptions } from './model-server.ts';

/** A line of an input file. */
type Line = { custom_id: string; body: object };

type Reply = { status: number; body: object };

const states = { running: 'in_progress', done: 'completed', expired: 'expired', cancelled: 'cancelled' };

/** The routes of OpenAI's Files and Batch APIs; false where a path is none of them. */
export function openAiBatchRoutes(options: BatchOptions, answer: (body: Uint8Array, id: string) => Reply) {
  const files = new Map<string, string>();
  const book = createBatchBook<Line>(options, ({ custom_id, body }) => {
    const reply = answer(new TextEncoder().encode(JSON.stringify(body)), custom_id);
    const response = { status_code: reply.status, request_id: `req_${custom_id}`, body: reply.body };
    return { id: `line_${custom_id}`, custom_id, response, error: null };
  });

  async function handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean> {
    const [path = ''] = (request.url ?? '').split('?');
    const [, group, id, verb] = /^\/v1\/(files|batches)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(path) ?? [];
    if (!group) return false;
    if (group === 'files') await handleFile(request, response, { body, id });
    else sendBatch(response, request.method === 'POST' ? start(id, verb, body) : lookUp(id));
    return true;
  }

  async function handleFile(
    request: IncomingMessage,
    response: ServerResponse,
    { body, id }: { body: Buffer; id: string | undefined },
  ): Promise<void> {
    if (id !== undefined) {
      response.writeHead(200, { 'content-type': 'application/jsonl' }).end(files.get(id) ?? '');
      return;
    }
    const headers = { 'content-type': String(request.headers['content-type']) };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const file = form.get('file');
    const name = `file-${files.size + 1}`;
    files.set(name, file instanceof File ? await file.text() : '');
    sendJson(response, 200, { id: name, object: 'file', purpose: form.get('purpose') });
  }

  function start(id: string | undefined, verb: string | undefined, body: Buffer): object | undefined {
    if (id !== undefined) return verb === 'cancel' ? toBatch(book.cancel(id)) : undefined;
    const { input_file_id, metadata } = JSON.parse(body.toString()) as {
      input_file_id: string;
      metadata?: Record<string, string>;
    };
    const lines = (files.get(input_file_id) ?? '').split('\n').filter((line) => line !== '');
    return toBatch(
      book.add(
        metadata?.['evenhand'] ?? '',
        lines.map((line) => JSON.parse(line) as Line),
      ),
    );
  }

  function lookUp(id: string | undefined): object | undefined {
    if (id !== undefined) return toBatch(book.poll(id));
    const data = book.newestFirst().map((booked) => toBatch(booked));
    return { object: 'list', data, has_more: false };
  }

  function toBatch(booked: Booked<Line> | undefined): object | undefined {
    if (!booked) return undefined;
    const { id, name, calls, state, answered, left } = booked;
    const isOver = state !== 'running';
    const expired = left.map(({ custom_id }) => ({
      custom_id,
      response: null,
      error: { code: `batch_${state}`, message: 'This request was not run.' },
    }));
    return {
      id,
      object: 'batch',
      status: states[state],
      metadata: { evenhand: name },
      output_file_id: isOver && answered.length > 0 ? write(`${id}-output`, answered) : null,
      error_file_id: isOver && expired.length > 0 ? write(`${id}-errors`, expired) : null,
      request_counts: { total: calls.length, completed: answered.length, failed: 0 },
    };
  }

  function write(id: string, lines: object[]): string {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    files.set(id, options.torn ? text.slice(0, -20) : text);
    return id;
  }

  return handle;
}

function sendBatch(response: ServerResponse, batch: object | undefined): void {
  if (batch) sendJson(response, 200, batch);
  else sendJson(response, 404, { error: { message: 'No such batch.', code: null } });
}
