import type { Content, Message } from './sample.ts';

/** Every text of a sample in reading order, with the field it stands in. */
export function textsOf(sample: Content): { field: string; text: string }[] {
  if (sample.kind === 'text') return [{ field: 'text', text: sample.text }];
  if (sample.kind === 'chat') return messageTexts('messages', sample.messages);
  return [
    ...messageTexts('prompt', sample.prompt),
    ...messageTexts('chosen', sample.chosen),
    ...messageTexts('rejected', sample.rejected),
  ];
}

function messageTexts(field: string, messages: Message[]): { field: string; text: string }[] {
  return messages.map((message, index) => ({ field: `${field}/${index}/content`, text: message.content }));
}

/**
 * The text that exact duplicates share: NFKC, lower case, letters, digits and marks kept, everything else
 * one space. A text without any of them stands for itself.
 */
export function normaliseText(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
  return words === '' ? text.trim() : words;
}

/** A sample's whole content normalised, its turns and halves kept apart. */
export function normaliseContent(sample: Content): string {
  const turns = textsOf(sample).map(({ field, text }) => `${field}\n${normaliseText(text)}`);
  return [sample.kind, ...turns].join('\n');
}

/** A sample's texts in reading order, one below the other. */
export function wholeText(sample: Content): string {
  if (sample.kind === 'text') return sample.text;
  return textsOf(sample)
    .map(({ text }) => text)
    .join('\n');
}
