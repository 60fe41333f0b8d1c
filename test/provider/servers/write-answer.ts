import { chanceOf, pick } from './seeded.ts';

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: string[];
  anyOf?: Schema[];
};

const who = [
  'The engineer',
  'A neighbour',
  'The nurse',
  'My colleague',
  'The cook',
  'A surveyor',
  'The clerk',
];
const did = ['measured', 'repaired', 'carried', 'painted', 'counted', 'found', 'sold', 'borrowed', 'cleaned'];
const what = [
  'the old gate',
  'eleven chairs',
  'a brass lamp',
  'the east wall',
  'two ladders',
  'the blue van',
];
const when = ['before noon', 'after the rain', 'on Tuesday', 'in silence', 'with great care', 'once more'];

/** A value that fits a JSON Schema of the kind answers have; its strings are all different and follow from the key. */
export function writeAnswer(schema: Schema | undefined, seed: number, key: string): unknown {
  if (!schema) return sentence(seed, key);
  if (schema.enum) return pick(schema.enum, chanceOf(seed, key));
  if (schema.type === 'array') return writeTurns(schema, seed, key);
  if (schema.type !== 'object') return sentence(seed, key);
  const entries = Object.entries(schema.properties ?? {});
  // A prompt ends with the user, any other conversation with the assistant.
  return Object.fromEntries(
    entries.map(([name, property]) => {
      const value = writeAnswer(property, seed, `${key}/${name}`);
      return [name, name === 'prompt' && Array.isArray(value) ? value.slice(0, 1) : value];
    }),
  );
}

/** A list of messages alternates as a conversation does: from the user where both may speak, ending with the assistant. */
function writeTurns({ items }: Schema, seed: number, key: string): unknown[] {
  const roles = items?.properties?.['role']?.enum ?? [];
  const isDialogue = roles.length > 1;
  return (isDialogue ? ['user', 'assistant'] : [undefined]).map((role, index) => {
    const value = writeAnswer(items, seed, `${key}/${index}`);
    return role ? { ...(value as object), role } : value;
  });
}

function sentence(seed: number, key: string): string {
  const part = (name: string, list: readonly string[]) => pick(list, chanceOf(seed, key, name));
  const number = Math.floor(chanceOf(seed, key, 'n') * 2 ** 32).toString(36);
  return `${part('who', who)} ${part('did', did)} ${part('what', what)} ${part('when', when)}, note ${number}.`;
}
