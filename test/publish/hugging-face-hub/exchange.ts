import type { IncomingMessage, ServerResponse } from 'node:http';
import { cut, readBody } from '../../provider/servers/listen.ts';

export type Request = {
  method: string;
  /** Decoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
};

export type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://hub');
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers: incoming.headers,
    body: await readBody(incoming),
  };
}

/** An error as the Hub words it: `error` in the body, and a code in a header. */
export function failure(status: number, error: string, code?: string): Answer {
  return {
    status,
    body: { error },
    headers: { 'x-error-message': error, ...(code && { 'x-error-code': code }) },
  };
}

export function send(response: ServerResponse, { status, headers = {}, body }: Answer, isHead = false): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    ...(!Buffer.isBuffer(body) && { 'content-type': 'application/json; charset=utf-8' }),
    'x-request-id': 'Root=1-test',
    'content-length': String(bytes.length),
    ...headers,
  });
  response.end(isHead ? undefined : bytes);
}

/** Promises the whole answer, sends half of it and cuts the connection. */
export function sendHalf(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body ?? null));
  response.writeHead(status, {
    'content-length': String(bytes.length + 1),
    'content-type': 'application/json',
    ...headers,
  });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => cut(response));
}
