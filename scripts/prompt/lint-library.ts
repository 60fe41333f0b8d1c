import type { PromptSpec } from './spec.ts';
import type { SpecLint } from './spec-problem.ts';
import { textsOfTemplate } from './template-texts.ts';

/** A problem of one spec beside the others of the library. */
export type LibraryLint = SpecLint & { path: string };

/** Sentences are worth saying once in the whole library; a shared job title or place is not worth a word. */
const minSentenceWords = 8;

/** A template's fixed words can only be told from another's where there are some. */
const minFixedWords = 5;

type Entry = { path: string; keys: SpecLint['keys']; key: string; shown: string };

/** Titles, templates and sentences that stand in the library twice; the later one is named. */
export function lintLibrary(specs: PromptSpec[]): LibraryLint[] {
  const sorted = specs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return [
    ...repeatsOf(sorted.flatMap(titleOf), ({ shown }, first) => ({
      message: `the title "${shown}" is also that of ${first.path}`,
      fix: 'Say what makes this one different.',
    })),
    ...repeatsOf(sorted.flatMap(templatesOf), ({ shown }, first) => ({
      message: `the template "${shown}" is the same as "${first.shown}" of ${first.path}, slots apart`,
      fix: 'Write another structure, or add the values to the slots of the other one.',
    })),
    ...repeatsOf(sorted.flatMap(sentencesOf), (_, first) => ({
      severity: 'warning' as const,
      message: `the same words stand in ${first.path} (${first.keys.join('.')})`,
      fix: 'Say it in another way: repeated sentences make near-duplicates.',
    })),
  ];
}

function repeatsOf(
  entries: Entry[],
  word: (entry: Entry, first: Entry) => Pick<SpecLint, 'message' | 'fix' | 'severity'>,
): LibraryLint[] {
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const first = firsts.get(entry.key);
    if (first) return [{ path: entry.path, keys: entry.keys, ...word(entry, first) }];
    firsts.set(entry.key, entry);
    return [];
  });
}

function titleOf({ path, title, lang }: PromptSpec): Entry[] {
  return [{ path, keys: ['title'], key: `${lang}\n${plain(title)}`, shown: title }];
}

function templatesOf({ path, kind, templates }: PromptSpec): Entry[] {
  return templates.map(({ name, content }, index) => {
    const text = textsOfTemplate(content).map(plain).join('\n');
    const fixed = text.replace(/\{[^{}]*\}/g, '{}');
    const isFixed = (fixed.match(/[\p{L}\p{N}]+/gu) ?? []).length >= minFixedWords;
    return { path, keys: ['templates', index], key: `${kind}\n${isFixed ? fixed : text}`, shown: name };
  });
}

function sentencesOf({ path, slots }: PromptSpec): Entry[] {
  return Object.entries(slots).flatMap(([name, values]) =>
    values.flatMap(({ one }, index) =>
      (one.match(/[\p{L}\p{N}'’]+/gu) ?? []).length < minSentenceWords
        ? []
        : [{ path, keys: ['slots', name, index], key: plain(one), shown: one }],
    ),
  );
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/u, '')
    .trim();
}
