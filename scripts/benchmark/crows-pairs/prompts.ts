import type { Prompt } from '../likelihood/prompt.ts';
import type { Pair } from './pair.ts';

/** Both sentences of each pair, whole. */
export function planPairPrompts(pairs: readonly Pair[], startToken: string): Prompt[] {
  return pairs.flatMap(({ id, more, less }) =>
    Object.entries({ more, less }).map(([side, text]) => ({
      id: `${id}.${side}`,
      text: `${startToken}${text}`,
      from: startToken.length,
    })),
  );
}
