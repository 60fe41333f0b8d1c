import { locate } from '../../sample/json/locate.ts';
import { columnAt } from '../../sample/json/problem.ts';
import { textsOf } from '../../sample/text.ts';
import type { Entry } from '../check.ts';
import type { SpecWords } from './spec-words.ts';
import { addOrigin, addText, type TriggerState } from './trigger-ngrams.ts';
import { readWords, type WordList } from './word-rarity.ts';

/** Takes a sample's texts into the count of rare n-grams. */
export function addSampleTexts(
  state: TriggerState,
  entry: Entry,
  list: WordList,
  specWords: SpecWords,
): void {
  const { content, path, line, bytes, sample, role } = entry;
  if (!content) return;
  const origin = {
    contribution: declared(entry.value, 'run') ?? path,
    isReference: role === 'reference',
    family: declared(field(entry.value, 'family'), 'id'),
  };
  addOrigin(state, origin);
  for (const { field: name, text } of textsOf(content)) {
    const words = readWords(list, text, declared(entry.value, 'lang'));
    if (!words) continue;
    const spec = declared(entry.value, 'spec')?.split('#')[0];
    addText(state, {
      ...origin,
      place: () => ({
        path,
        line,
        column: columnAt(bytes, locate(bytes, name.split('/'))),
        sample: sample?.id ?? null,
      }),
      path,
      line,
      words,
      specWords: spec === undefined ? undefined : specWords.get(spec),
    });
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? value[name as keyof typeof value] : undefined;
}

function declared(value: unknown, name: string): string | undefined {
  const text = field(value, name);
  return typeof text === 'string' ? text : undefined;
}
