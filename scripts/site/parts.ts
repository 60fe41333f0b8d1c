import type { Message, Sample } from '../sample/sample.ts';

/** A stretch of a sample with what it is: a turn, or the text itself (without a name). */
export type Part = { name: string; text: string; isRejected: boolean };

const speakers: Record<Message['role'], string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
};

/** What a sample says, in the order in which it is read. */
export function partsOf(sample: Sample): Part[] {
  if (sample.kind === 'text') return [{ name: '', text: sample.text, isRejected: false }];
  if (sample.kind === 'chat') return turnsOf(sample.messages);
  return [
    ...turnsOf(sample.prompt),
    ...turnsOf(sample.chosen, 'Chosen'),
    ...turnsOf(sample.rejected, 'Rejected'),
  ];
}

function turnsOf(messages: readonly Message[], answer?: 'Chosen' | 'Rejected'): Part[] {
  return messages.map(({ role, content }) => ({
    name: role === 'assistant' && answer ? answer : speakers[role],
    text: content,
    isRejected: answer === 'Rejected',
  }));
}
