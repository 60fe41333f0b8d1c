import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchFile, fetchRangesOf } from '../../../scripts/check/index/fetch-ranges.ts';
import { readIndex } from '../../../scripts/check/index/read-index.ts';

const content = Buffer.from('0123456789'.repeat(10));
const maxSilenceMs = 200;

const opened: ReturnType<typeof createServer>[] = [];

/** A server on the loopback that counts its requests. */
async function serve(listener: RequestListener) {
  const seen = { requests: 0 };
  const server = createServer((request, response) => {
    seen.requests += 1;
    listener(request, response);
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json` };
}

afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const asking = () => ({ fetch, cost: { requests: 0, bytes: 0 }, maxSilenceMs });

/** Accepts, and never says a word. */
const silent: RequestListener = () => undefined;

/** Promises the content and stops in the middle of it. */
const stuck: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 5));
};

describe('a server that falls silent', () => {
  it.each([
    ['before its answer', silent],
    ['in the middle of its answer', stuck],
  ])('%s is asked three times, and then named', async (_, listener) => {
    const { url, seen } = await serve(listener);
    await expect(fetchFile(url, 1_000, asking())).rejects.toMatchObject({
      code: 'INDEX_UNREACHABLE',
      exitCode: 3,
      message: `cannot read ${url}: the server sent nothing for 0.2 s`,
    });
    expect(seen.requests).toBe(3);
  });

  it('once, is asked again', async () => {
    const { url, seen } = await serve((request, response) =>
      (seen.requests === 1 ? silent : seen.requests === 2 ? stuck : whole)(request, response),
    );
    expect(await fetchFile(url, 1_000, asking())).toEqual(content);
    expect(seen.requests).toBe(3);
  });

  it('is not taken for one that is slow', async () => {
    const { url, seen } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(content.subarray(sent, sent + 10));
        sent += 10;
        if (sent >= content.length) clearInterval(timer);
      }, maxSilenceMs * 0.2);
    });
    expect(await fetchFile(url, 1_000, asking())).toEqual(content);
    expect(seen.requests).toBe(1);
  });

  it('ends the opening of its index', async () => {
    const { url } = await serve(silent);
    const opening = readIndex(url, { fetch, cacheFolder: '', maxSilenceMs });
    await expect(opening).rejects.toMatchObject({ code: 'INDEX_UNREACHABLE' });
  });
});

describe('ranges that a server refuses', () => {
  it('are not asked for again, and no others after them', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(403).end('no'));
    const ranges = Array.from({ length: 50 }, (_, index) => ({
      start: index * 100_000,
      end: index * 100_000 + 1,
    }));
    const reader = fetchRangesOf(url, { ...asking(), maxRequests: 100 });
    await expect(reader.read(ranges)).rejects.toThrow(`cannot read ${url}: the server answered 403`);
    expect(seen.requests).toBeLessThanOrEqual(8);
  });

  it('are no bytes of a page that says there is none', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end('not found, sorry'));
    const reader = fetchRangesOf(url, { ...asking(), maxRequests: 100 });
    await expect(reader.read([{ start: 0, end: 4 }])).rejects.toMatchObject({ code: 'INDEX_UNREACHABLE' });
  });
});

describe('a server that sends more than was asked for', () => {
  /** Sends on for as long as somebody listens. */
  const endless =
    (status: number): RequestListener =>
    (_, response) => {
      response.writeHead(status);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    };

  it('is not listened to: a file is refused that is longer than it may be', async () => {
    const { url } = await serve(endless(200));
    const asked = asking();
    await expect(fetchFile(url, 1_000, asked)).rejects.toMatchObject({
      code: 'BAD_INDEX',
      message: `the index cannot be believed: ${url} is longer than 1000 bytes`,
    });
    expect(asked.cost.bytes).toBeLessThan(1_000_000);
  });

  it.each([200, 206])('in answer to a range, with %i, gives the range', async (status) => {
    const { url } = await serve(endless(status));
    const asked = asking();
    const reader = fetchRangesOf(url, { ...asked, maxRequests: 100 });
    expect(await reader.read([{ start: 70_000, end: 70_004 }])).toEqual([Buffer.alloc(4)]);
    expect(asked.cost.bytes).toBeLessThan(1_000_000);
  });
});

const whole: RequestListener = (_, response) => response.writeHead(200).end(content);
