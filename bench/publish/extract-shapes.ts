/**
 * Extracts from GitHub's OpenAPI description what the requests of our tools look like, for the test hub.
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
 *   node --import tsx bench/publish/extract-shapes.ts package > test/publish/github-hub/shapes.json
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '../../test/publish/github-hub/routes/routes.ts';

type Json = { [key: string]: unknown };

const [folder = ''] = process.argv.slice(2);
const description = read('generated/api.github.com.json');
const { version, name } = read('package.json') as { version: string; name: string };

function read(path: string): Json {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as Json;
}

/** Replaces references by what they name, drops prose, and says `nullable` as JSON Schema does. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, nullable, ...rest } = value as Json & { $ref?: string; nullable?: boolean };
  if ($ref) return plain(resolve($ref));
  const dropped = [
    'description',
    'example',
    'examples',
    'title',
    'externalDocs',
    'x-github',
    'x-multi-segment',
  ];
  const kept = Object.entries(rest).filter(
    ([key, content]) =>
      !(dropped.includes(key) && typeof content !== 'object') &&
      !['example', 'examples', 'x-github'].includes(key),
  );
  const schema = Object.fromEntries(kept.map(([key, content]) => [key, plain(content)]));
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function resolve(reference: string): unknown {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Json)[key], description);
}

type Operation = {
  parameters?: Json[];
  requestBody?: { required?: boolean; content: Record<string, { schema: unknown }> };
};

function shapeOf(method: string, path: string): Json {
  const operation = ((description['paths'] as Json)[path] as Record<string, Operation> | undefined)?.[
    method.toLowerCase()
  ];
  if (!operation) throw new Error(`GitHub's description has no ${method} ${path}`);
  const parameters = (plain(operation.parameters ?? []) as Json[]).filter(
    (parameter) => parameter['in'] === 'query',
  );
  const body = operation.requestBody?.content['application/json']?.schema;
  return {
    query: Object.fromEntries(parameters.map((parameter) => [parameter['name'], parameter['schema']])),
    ...(body ? { body: plain(body), bodyRequired: operation.requestBody?.required === true } : {}),
  };
}

const shapes = Object.fromEntries(
  routes
    .map(({ method, path }) => [`${method} ${path}`, shapeOf(method, path)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
);
process.stdout.write(
  `${JSON.stringify({ source: `${name}@${version}, api.github.com`, licence: 'MIT', shapes }, null, 2)}\n`,
);
