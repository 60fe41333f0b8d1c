import type { TemplateContent, TemplateMessage } from './spec.ts';

/** Every string of a template's content, in reading order. */
export function textsOfTemplate(content: TemplateContent): string[] {
  return fieldsOfTemplate(content).map(({ text }) => text);
}

/** Every string of a template's content, with the keys that lead to it. */
export function fieldsOfTemplate(content: TemplateContent): { keys: (string | number)[]; text: string }[] {
  if (content.kind === 'text') return [{ keys: ['text'], text: content.text }];
  if (content.kind === 'chat') return fieldsOfMessages('messages', content.messages);
  return [
    ...fieldsOfMessages('prompt', content.prompt),
    ...fieldsOfMessages('chosen', content.chosen),
    ...fieldsOfMessages('rejected', content.rejected),
  ];
}

function fieldsOfMessages(
  key: string,
  messages: TemplateMessage[],
): { keys: (string | number)[]; text: string }[] {
  return messages.map(({ content }, index) => ({ keys: [key, index, 'content'], text: content }));
}
