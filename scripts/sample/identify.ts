import { sha256Base32 } from './hash.ts';
import type { Content, Labels, Message, Sample } from './sample.ts';

/**
 * A sample's content address: `ev1_` and 26 characters of Crockford base32, the first 128 bits of SHA-256
 * over the canonical JSON of kind, language, axis and content.
 */
export function sampleId(sample: Content & Pick<Labels, 'lang' | 'axis'>): string {
  return `ev1_${sha256Base32(identityJson(sample), 128)}`;
}

/** The canonical JSON that an id is the hash of: with keys given in their order, JSON.stringify writes it. */
export function identityJson(sample: Content & Pick<Labels, 'lang' | 'axis'>): string {
  const { axis, kind, lang } = sample;
  if (kind === 'text') return JSON.stringify({ axis, kind, lang, text: sample.text });
  if (kind === 'chat') return JSON.stringify({ axis, kind, lang, messages: inOrder(sample.messages) });
  const [chosen, prompt, rejected] = [sample.chosen, sample.prompt, sample.rejected].map(inOrder);
  return JSON.stringify({ axis, chosen, kind, lang, prompt, rejected });
}

function inOrder(messages: Message[]): Message[] {
  return messages.map(({ content, role }) => ({ content, role }));
}

/** A family's id, from the run and the slot that asked for it; 80 bits keep millions of families apart. */
export function familyId(run: string, slot: number): string {
  return `f_${sha256Base32(`${run}#${slot}`, 80)}`;
}

/** Content and labels become a sample: normalised to NFC and given its id. */
export function makeSample(content: Content, labels: Labels): Sample {
  const sample = { ...contentToNfc(content), ...labels };
  return { ...sample, id: sampleId(sample) };
}

function contentToNfc(content: Content): Content {
  if (content.kind === 'text') return { kind: 'text', text: content.text.normalize('NFC') };
  if (content.kind === 'chat') return { kind: 'chat', messages: messagesToNfc(content.messages) };
  return {
    kind: 'preference',
    prompt: messagesToNfc(content.prompt),
    chosen: messagesToNfc(content.chosen),
    rejected: messagesToNfc(content.rejected),
  };
}

function messagesToNfc(messages: Message[]): Message[] {
  return messages.map(({ role, content }) => ({ role, content: content.normalize('NFC') }));
}
