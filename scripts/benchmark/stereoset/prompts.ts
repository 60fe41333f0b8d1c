import type { Prompt } from '../likelihood/prompt.ts';
import type { Cluster } from './cluster.ts';

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
