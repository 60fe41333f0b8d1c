import { sha256Hex } from '../../sample/hash.ts';
import type { Sample } from '../../sample/sample.ts';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** Of 2^32 hash values, the shares below which a family is held out: 5 % each. */
const testBelow = 0.05 * 2 ** 32;
const validationBelow = 0.1 * 2 ** 32;

/**
 * The split of a sample's family: a hash of the family's id, or of the sample's own where it stands alone. So no
 * family straddles two splits, and none ever moves from one to another between releases.
 */
export function splitOf({ id, family }: Pick<Sample, 'id' | 'family'>): Split {
  const value = Number.parseInt(sha256Hex(`evenhand-split-1:${family?.id ?? id}`).slice(0, 8), 16);
  if (value < testBelow) return 'test';
  return value < validationBelow ? 'validation' : 'train';
}
