import type { ModelCall } from './model-provider.ts';

/**
 * Tokens that a server adds to what we send: role markers, the frame around a schema, a default system prompt.
 * OpenAI documents 3 a message and 3 to prime the answer; Llama 3's chat template adds about 30 in all.
 */
const addedPerMessage = 16;
const addedPerCall = 256;

/**
 * How many input tokens a request can cost at most. Every token of a byte-level BPE (OpenAI's, Llama's, Qwen's) or
 * of SentencePiece with byte fallback (Gemma's, Mistral's) stands for one byte of text or more, so that the UTF-8
 * bytes of all text sent bound its tokens; the JSON of the request holds all of it, and escapes only make it
 * longer. Tokenizers that normalise first (NFKC) may see a longer text than was sent: the longer one counts.
 */
export function boundInputTokens(requestBody: unknown, { turns }: ModelCall): number {
  const json = JSON.stringify(requestBody);
  return longestBytes(json) + addedPerMessage * (turns.length + 1) + addedPerCall;
}

const utf8 = new TextEncoder();

function longestBytes(text: string): number {
  const bytes = utf8.encode(text).length;
  // ASCII is its own normal form.
  if (bytes === text.length) return bytes;
  return Math.max(bytes, utf8.encode(text.normalize('NFKC')).length);
}
