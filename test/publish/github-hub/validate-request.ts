import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { HubRequest, Route } from './state.ts';

type Shape = { query: Record<string, object>; body?: object; bodyRequired?: boolean };

const { shapes } = JSON.parse(readFileSync(new URL('shapes.json', import.meta.url), 'utf8')) as {
  shapes: Record<string, Shape>;
};

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  coerceTypes: true,
  validateFormats: false,
});
const compiled = new Map<string, ValidateFunction>();

/**
 * What is wrong with a request by GitHub's published description; empty where nothing is. Names that it does not
 * know are wrong too: GitHub ignores them without a word, so a misspelt one would pass for heeded.
 */
export function validateRequest(route: Route, { query, body }: Pick<HubRequest, 'query' | 'body'>): string[] {
  const name = `${route.method} ${route.path}`;
  const shape = shapes[name];
  if (!shape) return [`${name}: not in shapes.json; make it anew with bench/publish/extract-shapes.ts`];
  const asked = Object.fromEntries(query);
  return [
    ...problems(
      `${name} query`,
      { type: 'object', properties: shape.query, additionalProperties: false },
      asked,
    ),
    ...(shape.body ? problems(`${name} body`, shape.body, body) : unexpected(name, body)),
    ...unknownKeys(`${name} body`, shape.body, body),
  ];
}

function problems(name: string, schema: object, value: unknown): string[] {
  const validate = compiled.get(name) ?? ajv.compile(schema);
  compiled.set(name, validate);
  // A copy, since coercion writes into what it checks.
  if (validate(structuredClone(value))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`);
}

function unexpected(name: string, body: Record<string, unknown>): string[] {
  return Object.keys(body).length === 0 ? [] : [`${name}: takes no body`];
}

function unknownKeys(name: string, schema: object | undefined, body: Record<string, unknown>): string[] {
  const { properties } = (schema ?? {}) as { properties?: object };
  if (!properties) return [];
  return Object.keys(body)
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) => `${name}/${key}: GitHub knows no such field`);
}
