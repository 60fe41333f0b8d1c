import type { Request } from '../../prompt/request.ts';
import type { Content, Kind, Message } from '../../sample/sample.ts';
import type { Draft } from '../provider.ts';
import { isFamily } from './answer-schema.ts';
import { extractJson } from './extract-json.ts';

/** What a model's text holds: every version asked for, or all that is wrong with it, in words the model can be told. */
export type ParsedAnswer = { ok: true; drafts: Draft[] } | { ok: false; problems: string[] };

/** A model's text is data: nothing in it is followed, and nothing of it is guessed. */
export function parseAnswer(text: string, { spec, groups, values }: Request): ParsedAnswer {
  const json = extractJson(text);
  if (!json) return { ok: false, problems: ['the answer holds no complete JSON object'] };
  const problems: string[] = [];
  const attribute = values['attribute']?.one;
  const versions = isFamily(groups) ? own(json, 'versions') : undefined;
  const names = groups.length > 0 ? groups : [undefined];
  const drafts = names.map((group): Draft => {
    const path = isFamily(groups) ? `versions.${group}.` : '';
    const value = isFamily(groups) ? own(versions, group ?? '') : json;
    const content = readContent(spec.kind, { value, path, problems });
    return { group, content, ...(attribute && group ? { attribute } : {}) };
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, drafts };
}

type Source = { value: unknown; path: string; problems: string[] };

function readContent(kind: Kind, source: Source): Content {
  if (kind === 'text') return { kind, text: readText('text', source) };
  if (kind === 'chat') return { kind, messages: readDialogue('messages', 'assistant', source) };
  const answer = (key: string): Message[] => [{ role: 'assistant', content: readText(key, source) }];
  const prompt = readDialogue('prompt', 'user', source);
  const pair = { kind, prompt, chosen: answer('chosen'), rejected: answer('rejected') };
  if (pair.chosen[0]?.content === pair.rejected[0]?.content && pair.chosen[0]?.content !== '') {
    source.problems.push(`"${source.path}chosen" and "${source.path}rejected" are the same`);
  }
  return pair;
}

/** Bounds of `schemas/sample.schema.json`. */
const maxLength = 20_000;
const maxMessages = 64;

function readText(key: string, { value, path, problems }: Source): string {
  const found = own(value, key);
  const name = `"${path}${key}"`;
  if (typeof found !== 'string') {
    problems.push(`${name} must be a string`);
    return '';
  }
  const text = found.replaceAll('\r\n', '\n').trim().normalize('NFC');
  const problem = whatIsWrongWith(text);
  if (problem) problems.push(`${name} ${problem}`);
  return text;
}

function whatIsWrongWith(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (text.length > maxLength) return `is longer than ${maxLength} characters`;
  if (!text.isWellFormed()) return 'holds half of a character (a lone surrogate)';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(text) ? 'holds a control character' : undefined;
}

/** Turns that alternate, begin with the user and end with the role given. */
function readDialogue(key: string, last: Message['role'], { value, path, problems }: Source): Message[] {
  const found = own(value, key);
  const name = `${path}${key}`;
  if (!Array.isArray(found) || found.length === 0 || found.length > maxMessages) {
    problems.push(`"${name}" must be a list of 1 to ${maxMessages} messages`);
    return [];
  }
  const messages = found.map((item: unknown, index): Message => {
    const expected = index % 2 === 0 ? 'user' : 'assistant';
    if (own(item, 'role') !== expected) problems.push(`"${name}[${index}].role" must be "${expected}"`);
    return {
      role: expected,
      content: readText('content', { value: item, path: `${name}[${index}].`, problems }),
    };
  });
  if (messages.at(-1)?.role !== last) problems.push(`"${name}" must end with the ${last}`);
  return messages;
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
