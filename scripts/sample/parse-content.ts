import type { Content, Message } from './sample.ts';

/** The content fields alone, in canonical order, of any object that holds a sample's content. */
export function contentOf(sample: Content): Content {
  if (sample.kind === 'text') return { kind: 'text', text: sample.text };
  if (sample.kind === 'chat') return { kind: 'chat', messages: sample.messages };
  const { prompt, chosen, rejected } = sample;
  return { kind: 'preference', prompt, chosen, rejected };
}

/** The content of any value that holds `text`, `messages` or `prompt`/`chosen`/`rejected`; a `prompt` may be a text. */
export function parseContent(value: unknown): Content | undefined {
  if (!isRecord(value)) return undefined;
  const { text, messages, chosen, rejected } = value;
  const prompt = toMessages(value['prompt'], 'user');
  const [good, bad] = [toMessages(chosen, 'assistant'), toMessages(rejected, 'assistant')];
  if (prompt && good && bad) return { kind: 'preference', prompt, chosen: good, rejected: bad };
  const turns = Array.isArray(messages) ? toMessages(messages, 'user') : undefined;
  if (turns) return { kind: 'chat', messages: turns };
  return typeof text === 'string' ? { kind: 'text', text } : undefined;
}

function toMessages(value: unknown, roleOfText: Message['role']): Message[] | undefined {
  if (typeof value === 'string') return [{ role: roleOfText, content: value }];
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMessage)) return undefined;
  return value.map(({ role, content }) => ({ role, content }));
}

function isMessage(value: unknown): value is Message {
  return isRecord(value) && typeof value['content'] === 'string' && roles.includes(value['role']);
}

const roles: unknown[] = ['system', 'user', 'assistant'] satisfies Message['role'][];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
