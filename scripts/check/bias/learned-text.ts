import type { Content, Message } from '../../sample/sample.ts';

/**
 * What stands in a sample, by what a model does with it: it learns from texts, answers and chosen answers; it
 * is asked user turns and prompts; it is taught to avoid rejected answers.
 */
export type Part = { use: 'learned' | 'asked' | 'rejected'; text: string };

/** A sample's parts in reading order. */
export function partsOf(content: Content): Part[] {
  if (content.kind === 'text') return [{ use: 'learned', text: content.text }];
  if (content.kind === 'chat') return content.messages.map(partOfTurn);
  return [
    ...textsOf(content.prompt, 'asked'),
    ...textsOf(content.chosen, 'learned'),
    ...textsOf(content.rejected, 'rejected'),
  ];
}

function partOfTurn({ role, content }: Message): Part {
  return { use: role === 'assistant' ? 'learned' : 'asked', text: content };
}

function textsOf(messages: readonly Message[], use: Part['use']): Part[] {
  return messages.map(({ content }) => ({ use, text: content }));
}
