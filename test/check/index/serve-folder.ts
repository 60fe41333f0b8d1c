import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A server that answers range requests as static hosts do (RFC 9110, section 14), on the loopback. */
export async function serveFolder(folder: string) {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined || to === undefined) {
      response.writeHead(200).end(readFileSync(path));
      return;
    }
    ranges.push(request.headers.range ?? '');
    const part = readPart(path, Number(from), Math.min(Number(to) + 1, size));
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${size}`;
    response.writeHead(206, { 'content-range': range }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    ranges,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function readPart(path: string, from: number, to: number): Buffer {
  const part = Buffer.alloc(to - from);
  const file = openSync(path, 'r');
  readSync(file, part, 0, part.length, from);
  closeSync(file);
  return part;
}
