import { problemsError } from '../../sample/json/problems-error.ts';
import { requireJson } from '../../sample/json/require-json.ts';
import type { Validator } from '../../sample/schema-validator.ts';

type Category = {
  id: string;
  label: string;
  words: Record<string, string[]>;
  /** Whether it harms those it is said of: nobody is asked to write more of it. */
  harms?: true;
};

/** Kinds of trait, role and thing whose link with groups is measured (`schemas/attributes.json`). */
export type Attributes = {
  version: number;
  categories: Category[];
};

/** Word → the categories it stands in. */
export type AttributeWords = ReadonlyMap<string, readonly string[]>;

/** The words of one language (its tag without region); empty where the categories have none in it. */
export function attributeWordsOf({ categories }: Attributes, lang: string): AttributeWords {
  const found = new Map<string, string[]>();
  for (const { id, words } of categories) {
    for (const word of words[lang] ?? []) found.set(word, [...(found.get(word) ?? []), id]);
  }
  return found;
}

/** @throws UserError naming each place where the categories are not what they should be. */
export function parseAttributes(path: string, bytes: Uint8Array, validate: Validator): Attributes {
  const advice = { code: 'BAD_ATTRIBUTES', fix: 'schemas/attributes.schema.json says what may stand there.' };
  const value = requireJson(path, bytes, advice);
  const problems = validate(value);
  if (problems.length > 0) throw problemsError(path, bytes, problems, advice);
  return value as Attributes;
}
