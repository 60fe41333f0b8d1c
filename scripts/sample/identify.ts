import { canonicalJson } from './canonical-json.ts';
import { sha256Base32 } from './hash.ts';
import { contentOf } from './parse-content.ts';
import type { Content, Labels, Message, Sample } from './sample.ts';

/**
 * A sample's content address: `ev1_` and 26 characters of Crockford base32, the first 128 bits of SHA-256
 * over the canonical JSON of kind, language, axis and content.
 */
export function sampleId(sample: Content & Pick<Labels, 'lang' | 'axis'>): string {
  const identity = { ...contentOf(sample), lang: sample.lang, axis: sample.axis };
  return `ev1_${sha256Base32(canonicalJson(identity), 128)}`;
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
