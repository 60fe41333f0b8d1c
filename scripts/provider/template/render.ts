import type { Grammar } from '../../prompt/grammar.ts';
import { grammarOf } from '../../prompt/grammars.ts';
import { describeSlot, pronounSlot } from '../../prompt/pronouns.ts';
import type { SlotValue, TemplateContent, TemplateMessage } from '../../prompt/spec.ts';
import { parseTemplate, pronounTags, type Tag } from '../../prompt/template-tags.ts';
import { hasTags } from '../../prompt/value-tags.ts';
import type { GroupWords, Pronouns } from '../../sample/axis.ts';
import type { Content, Message } from '../../sample/sample.ts';
import { beginsSentence, joinLiteral, upperFirst } from './join-text.ts';

/** What one version is written with. `words` is undefined where the text names no group. */
export type Version = { lang: string; values: Record<string, SlotValue>; words: GroupWords | undefined };

/** Fills a template in for one group. */
export function renderContent(content: TemplateContent, version: Version): Content {
  if (content.kind === 'text') return { kind: 'text', text: renderText(content.text, version) };
  const messages = (list: TemplateMessage[]): Message[] =>
    list.map(({ role, content: text }) => ({ role, content: renderText(text, version) }));
  if (content.kind === 'chat') return { kind: 'chat', messages: messages(content.messages) };
  return {
    kind: 'preference',
    prompt: messages(content.prompt),
    chosen: messages(content.chosen),
    rejected: messages(content.rejected),
  };
}

/** Fills one string in. A tag that begins a sentence gets a capital by itself. */
export function renderText(template: string, version: Version): string {
  return append('', template, version).trim();
}

function append(before: string, template: string, version: Version): string {
  let text = before;
  let last: Tag | undefined;
  for (const part of parseTemplate(template).parts) {
    if ('text' in part) text = joinLiteral(text, part.text, last);
    else text = appendTag(text, part.tag, version);
    last = 'tag' in part ? part.tag : undefined;
  }
  return text;
}

function appendTag(text: string, tag: Tag, version: Version): string {
  const begins = tag.capital || beginsSentence(text);
  const value = tag.type === 'noun' ? version.values[tag.name]?.one : undefined;
  if (value !== undefined && hasTags(value)) {
    // Its own tags see what stands before them, so that they too know where a sentence begins.
    return append(
      text,
      begins ? value.replace(/^\{?\p{Ll}/u, (first) => first.toUpperCase()) : value,
      version,
    );
  }
  const word = renderTag(tag, version);
  return text + (begins ? upperFirst(word) : word);
}

function renderTag(tag: Tag, version: Version): string {
  if (tag.type === 'pronoun') return pronounsOf(version)[pronounTags[tag.form]];
  if (tag.type === 'verb') return pronounsOf(version).plural ? tag.plural : tag.singular;
  const phrase = renderNoun(tag, version);
  return tag.article ? `${grammarFor(version).article(phrase)} ${phrase}` : phrase;
}

function renderNoun(tag: Extract<Tag, { type: 'noun' }>, version: Version): string {
  const { name, many, described } = tag;
  const { words, values } = version;
  if (name === 'group' && words) return many ? words.many : words.one;
  const kin = words?.kinship;
  if (kin && Object.hasOwn(kin, name)) return kin[name] ?? name;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (!value) throw new RangeError(`the request has no value for "${name}"`);
  const noun = many ? (value.many ?? grammarFor(version).plural(value.one)) : value.one;
  return described ? describe(noun, many, version) : noun;
}

/** Puts the noun into the group's pattern; `{one form/many form}` inside a pattern agrees with the noun. */
function describe(noun: string, many: boolean, { words, values }: Version): string {
  const patterns = words?.describe ?? [];
  const drawn = Number(values[describeSlot]?.one ?? 0);
  const pattern = patterns[drawn % Math.max(1, patterns.length)] ?? '{}';
  return pattern.replace(/\{([^{}]*)\}/g, (_, inner: string) => {
    if (inner === '') return noun;
    const [one = '', several = one] = inner.split('/');
    return many ? several : one;
  });
}

function pronounsOf(version: Version): Pronouns {
  const { words, values } = version;
  const pronouns = words?.pronouns ?? grammarFor(version).pronouns[values[pronounSlot]?.one ?? ''];
  if (!pronouns) throw new RangeError('the request has drawn no pronouns');
  return pronouns;
}

function grammarFor({ lang }: Version): Grammar {
  const grammar = grammarOf(lang);
  if (!grammar) throw new RangeError(`there is no grammar for "${lang}"`);
  return grammar;
}
