import { english } from './english.ts';
import type { Grammar } from './grammar.ts';

/** Languages with a grammar; templates in any other use plain slots and group words only. */
const grammars: Record<string, Grammar> = { en: english };

/** The language's grammar; undefined where we have none. */
export function grammarOf(lang: string): Grammar | undefined {
  return Object.hasOwn(grammars, lang) ? grammars[lang] : undefined;
}
