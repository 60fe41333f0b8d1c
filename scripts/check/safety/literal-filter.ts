import { foldUnit } from '../../sample/fold-text.ts';

/** How many letters of each literal are looked for. */
const gramLength = 4;
const hashBits = 20;
const hashMask = (1 << hashBits) - 1;

/**
 * A question whose "no" means that a text holds none of the literals, in any case, width or accents: looks for four
 * letters of each, all in one pass. The hash forgets a letter four steps after it came in.
 * @param literals of four letters or more, folded
 */
export function buildLiteralFilter(literals: readonly string[]): (text: string) => boolean {
  const known = new Uint8Array(1 << hashBits);
  for (const literal of literals) {
    if (literal.length < gramLength)
      throw new RangeError(`"${literal}" is shorter than ${gramLength} letters`);
    let hash = 0;
    for (let at = 0; at < gramLength; at += 1) hash = step(hash, foldUnit(literal.charCodeAt(at)));
    known[hash] = 1;
  }
  return (text) => {
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) {
      hash = step(hash, foldUnit(text.charCodeAt(at)));
      if (known[hash] === 1) return true;
    }
    return false;
  };
}

function step(hash: number, unit: number): number {
  return ((hash << (hashBits / gramLength)) ^ unit) & hashMask;
}
