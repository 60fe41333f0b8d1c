import type { Request } from '../../prompt/request.ts';
import type { Kind } from '../../sample/sample.ts';
import type { JsonSchema } from '../model-provider.ts';

/**
 * The shape of an answer: one version, or one under each group's id where the request asks for a family. Only
 * keywords that OpenAI's strict mode and Gemini both take, so every property is required and lengths are not
 * bounded here.
 */
export function answerSchema({ spec, groups }: Request): JsonSchema {
  const version = versionSchemas[spec.kind];
  if (!isFamily(groups)) return version;
  return object({ versions: object(Object.fromEntries(groups.map((group) => [group, version]))) });
}

/** Several groups are versions of one family; one group or none is a single sample. */
export function isFamily(groups: string[]): boolean {
  return groups.length > 1;
}

const text = { type: 'string' };

const dialogue = {
  type: 'array',
  items: object({ role: { type: 'string', enum: ['user', 'assistant'] }, content: text }),
};

const versionSchemas: Record<Kind, JsonSchema> = {
  text: object({ text }),
  chat: object({ messages: dialogue }),
  preference: object({ prompt: dialogue, chosen: text, rejected: text }),
};

function object(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
