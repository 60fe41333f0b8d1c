import { sha256Base32 } from '../../sample/hash.ts';
import type { Content } from '../../sample/sample.ts';
import { normaliseContent } from '../../sample/text.ts';

/** 128 bits, as for ids: two different texts share a key with a chance below 10^-25 at a million samples. */
export function contentKey(content: Content): string {
  return sha256Base32(normaliseContent(content), 128);
}
