import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { recordAttempt } from '../../scripts/provider/record-attempt.ts';
import { listen, sendJson } from './servers/listen.ts';

const secret = `sk-${'test'.repeat(6)}`;
const { signal } = new AbortController();
const options = { fetch: globalThis.fetch, now: () => new Date(0), signal, secret };

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

describe('recordAttempt', () => {
  it('blacks out a key that a server echoes, and keeps only headers that say something', async () => {
    const server = await listen((_, response) =>
      sendJson(
        response,
        401,
        { error: `no such key: ${secret}` },
        { 'set-cookie': 'a=b', 'x-request-id': 'r1' },
      ),
    );
    close = server.close;
    const outcome = await recordAttempt((fetch) => fetch(server.url), options);
    expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(outcome).toMatchObject({
      raw: { status: 401, body: '{"error":"no such key: [key]"}', receivedAtMs: 0 },
    });
    expect(outcome.sent === 'answered' && Object.keys(outcome.raw.headers).sort()).toEqual([
      'content-type',
      'date',
      'x-request-id',
    ]);
  });

  it('refuses a second request before it leaves', async () => {
    let requests = 0;
    const server = await listen((_, response) => {
      requests += 1;
      sendJson(response, 500, {});
    });
    close = server.close;
    const outcome = await recordAttempt((fetch) => fetch(server.url).then(() => fetch(server.url)), options);
    expect(outcome).toMatchObject({ sent: 'answered', raw: { status: 500 } });
    expect(requests).toBe(1);
  });

  it('follows no redirect', async () => {
    let elsewhere = 0;
    const other = await listen((_, response) => {
      elsewhere += 1;
      sendJson(response, 200, {});
    });
    const server = await listen((_, response) => response.writeHead(307, { location: other.url }).end());
    close = async () => {
      await other.close();
      await server.close();
    };
    const outcome = await recordAttempt((fetch) => fetch(server.url, { method: 'POST', body: 'x' }), options);
    expect(outcome).toMatchObject({ raw: { status: 307 } });
    expect(elsewhere).toBe(0);
  });

  it('gives up on a body without end', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const write = () => {
        while (response.write(Buffer.alloc(1 << 20, 'x')));
      };
      response.on('drain', write);
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = async () => server.closeAllConnections();
    const { port } = server.address() as AddressInfo;
    const outcome = await recordAttempt((fetch) => fetch(`http://127.0.0.1:${port}`), options);
    expect(outcome).toMatchObject({ sent: 'failed', failure: 'truncated' });
    server.close();
  });

  it('knows that nothing was sent where the client never asked', async () => {
    const outcome = await recordAttempt(() => Promise.reject(new Error(`bad option ${secret}`)), options);
    expect(outcome).toEqual({ sent: 'failed', failure: 'not-sent', detail: 'bad option [key]' });
  });
});
