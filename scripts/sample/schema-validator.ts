import { Ajv2020, type ErrorObject, type KeywordDefinition, type ValidateFunction } from 'ajv/dist/2020.js';
import { suggest } from './nearest-name.ts';

/** One way in which a value does not obey its schema. `pointer` holds the keys down to the place. */
export type SchemaProblem = { pointer: string[]; message: string; fix: string };

export type Validator = (value: unknown) => SchemaProblem[];

/** Compiles a JSON Schema once. Own properties only, no `$data`: a value cannot steer its own validation. */
export function compileSchema(schema: object): Validator {
  const ajv = new Ajv2020({
    allErrors: true,
    ownProperties: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    $data: false,
    verbose: true,
  });
  for (const [keyword, isMet] of Object.entries(lengths))
    ajv.removeKeyword(keyword).addKeyword(lengthKeyword(keyword, isMet));
  const validate: ValidateFunction = ajv.compile(schema);
  const whole = nameOf(schema);
  return (value) => {
    if (validate(value)) return [];
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    return errors.map((error) => describe(error, whole));
  };
}

type IsMet = (text: string, limit: number) => boolean;

/** Lengths count code points; ajv counts them through every text, where the code units mostly tell. */
const lengths: Record<string, IsMet> = {
  maxLength: (text, limit) => text.length <= limit || countCodePoints(text) <= limit,
  minLength: (text, limit) => text.length >= 2 * limit || countCodePoints(text) >= limit,
};

function lengthKeyword(keyword: string, isMet: IsMet): KeywordDefinition {
  return {
    keyword,
    type: 'string',
    schemaType: 'number',
    errors: false,
    compile: (limit: number) => (text: string) => isMet(text, limit),
  };
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** What a whole value is called, by its schema: "the prompt spec". */
function nameOf({ title }: { title?: unknown }): string {
  return typeof title === 'string' ? `the ${title.toLowerCase()}` : 'the record';
}

function describe(error: ErrorObject, whole: string): SchemaProblem {
  const pointer = error.instancePath.split('/').slice(1).map(unescapePointer);
  const name = pointer.length === 0 ? whole : pointer.join('.');
  return (
    describers[error.keyword]?.(error, pointer, name) ?? {
      pointer,
      message: `${name} ${error.message ?? 'does not obey the schema'}`,
      fix: 'Change the value to what the schema allows.',
    }
  );
}

type Describer = (error: ErrorObject, pointer: string[], name: string) => SchemaProblem;

const describers: Record<string, Describer> = {
  required: ({ params }, pointer, name) => ({
    pointer,
    message: `${name} has no "${params['missingProperty']}"`,
    fix: `Add the field "${params['missingProperty']}".`,
  }),
  additionalProperties: ({ params, parentSchema }, pointer) => ({
    pointer: [...pointer, params['additionalProperty']],
    message: `"${params['additionalProperty']}" is not a field here`,
    fix: `Remove the field, or correct its name.${suggest(params['additionalProperty'], Object.keys(parentSchema?.['properties'] ?? {}))}`,
  }),
  'false schema': (_, pointer, name) => ({
    pointer,
    message: `"${name}" does not belong to this kind of sample`,
    fix: 'Remove the field, or correct "kind".',
  }),
  enum: ({ params, data }, pointer, name) => {
    const allowed = (params['allowedValues'] as unknown[]).map(String);
    return {
      pointer,
      message: `"${name}" must be one of ${allowed.join(', ')}`,
      fix: `Use one of these values.${typeof data === 'string' ? suggest(data, allowed) : ''}`,
    };
  },
  minLength: ({ schema }, pointer, name) => ({
    pointer,
    message: `"${name}" must have at least ${schema} characters`,
    fix: 'Say more.',
  }),
  maxLength: ({ schema }, pointer, name) => ({
    pointer,
    message: `"${name}" may have at most ${schema} characters`,
    fix: 'Shorten it.',
  }),
  minItems: ({ params }, pointer, name) => ({
    pointer,
    message: `"${name}" must have at least ${params['limit']} entries`,
    fix: 'Add to it.',
  }),
  maxItems: ({ params }, pointer, name) => ({
    pointer,
    message: `"${name}" may have at most ${params['limit']} entries`,
    fix: 'Shorten it.',
  }),
  type: ({ params }, pointer, name) => ({
    pointer,
    message: `${pointer.length === 0 ? name : `"${name}"`} must be ${articleFor(params['type'])}`,
    fix: 'Change the value to that type.',
  }),
  pattern: ({ params, parentSchema }, pointer, name) => {
    const { examples, description } = (parentSchema ?? {}) as { examples?: string[]; description?: string };
    return {
      pointer,
      // People follow an example sooner than an expression.
      message: `"${name}" does not have the form ${examples ? `of ${examples.join(', ')}` : params['pattern']}`,
      fix: `Correct the value to that form.${description ? ` ${description}` : ''}`,
    };
  },
};

/** The type or types of JSON Schema as a phrase: "an object", "a string or null". */
function articleFor(types: string | string[]): string {
  return [types]
    .flat()
    .map((type) => (type === 'null' ? type : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`))
    .join(' or ');
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
