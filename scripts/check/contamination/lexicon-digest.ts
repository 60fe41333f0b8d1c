import type { Axes } from '../../sample/axis.ts';
import { termsOfAxis } from '../../sample/axis-terms.ts';
import { sha256Hex } from '../../sample/hash.ts';

/** Names the English identity terms of the axes: hashes of masked texts fit these terms and no others. */
export function lexiconDigest(axes: Axes): string {
  const terms = [...axes.values()].flatMap((axis) => termsOfAxis(axis, 'en').map(({ term }) => term));
  return sha256Hex([...new Set(terms)].sort().join('\n')).slice(0, 12);
}
