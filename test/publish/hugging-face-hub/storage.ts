import { type Answer, failure, type Request } from './exchange.ts';
import type { HubData } from './hub-data.ts';
import { type Repository, sha256Of } from './repository.ts';
import { serve } from './repository-routes.ts';

/**
 * Where large files are kept: whole objects and parts are put, parts are then put together, objects are given. The
 * address is all that it takes; a token as well is refused, as S3 does.
 */
export function answerAsStorage(data: HubData, request: Request): Answer {
  if (request.headers.authorization !== undefined) return failure(400, 'Only one auth mechanism allowed');
  const [, repo = '', oid = ''] = /^\/([^/]+\/[^/]+)\/([0-9a-f]{64})$/.exec(request.path) ?? [];
  const repository = data.repositories.get(repo);
  if (!repository) return failure(404, 'No such object');
  if (request.method === 'PUT') return put(data, repository, request, oid);
  if (request.method === 'POST') return putTogether(data, repository, request, oid);
  const content = repository.objects.get(oid);
  return content ? serve(content, request, { etag: `"${oid}"` }) : failure(404, 'No such object');
}

function put(
  { parts }: HubData,
  { objects }: Repository,
  { body, query, headers }: Request,
  oid: string,
): Answer {
  // As S3: a body without a length in front of it is not taken.
  if (headers['content-length'] === undefined) return failure(411, 'MissingContentLength');
  const part = query.get('part');
  if (part !== null) parts.set(`${oid}/${Number(part)}`, body);
  else if (sha256Of(body) !== oid) return failure(400, 'The content is not what its SHA-256 says');
  else objects.set(oid, body);
  return { status: 200, headers: { etag: `"${sha256Of(body)}"` } };
}

function putTogether({ parts }: HubData, { objects }: Repository, { body }: Request, oid: string): Answer {
  const ask = JSON.parse(String(body)) as { oid: string; parts: { partNumber: number; etag: string }[] };
  const contents = ask.parts.map(({ partNumber, etag }) => {
    const part = parts.get(`${oid}/${partNumber}`);
    return part && etag === `"${sha256Of(part)}"` ? part : undefined;
  });
  if (contents.includes(undefined)) return failure(400, 'A part is missing or another one');
  const whole = Buffer.concat(contents as Buffer[]);
  if (sha256Of(whole) !== oid) return failure(400, 'The parts are not what the SHA-256 says');
  objects.set(oid, whole);
  // What was put together once is no upload any more.
  for (const { partNumber } of ask.parts) parts.delete(`${oid}/${partNumber}`);
  return { status: 200, body: { success: true } };
}
