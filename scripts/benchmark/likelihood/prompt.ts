import type { Pair } from '../crows-pairs/pair.ts';
import type { Cluster } from '../stereoset/cluster.ts';

/** A text to score: all of it is sent, and what begins at `from` (a UTF-16 offset) is what counts. */
export type Prompt = { id: string; text: string; from: number };

/**
 * StereoSet's sentences as prompts. Intrasentence: the sentence from the start token on, as the authors score GPT-2.
 * Intersentence: the second sentence given the first. `startToken` stands before all where the server adds none of
 * its own, so that the first word has a probability.
 */
export function planStereosetPrompts(clusters: readonly Cluster[], startToken: string): Prompt[] {
  return clusters.flatMap(({ split, context, sentences }) => {
    const before = split === 'intrasentence' ? startToken : `${startToken}${context}`;
    const space = split === 'intrasentence' ? '' : ' ';
    return Object.values(sentences).map(({ id, text }) => ({
      id,
      text: `${before}${space}${text}`,
      from: before.length,
    }));
  });
}

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
