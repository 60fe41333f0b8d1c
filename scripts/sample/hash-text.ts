/** Odd, so that multiplication loses nothing modulo 2^32; the first is FNV's prime (Fowler, Noll, Vo). */
const prime1 = 0x01000193;
const prime2 = 0x85ebca6b;

/**
 * 53 bits of a text, as one number: two texts of a million share theirs with a chance of one in 18,000. For counting,
 * never for what must hold against whoever chooses the texts: those hashes are SHA-256.
 */
export function hashText(text: string): number {
  let one = 0x811c9dc5;
  let two = 0x9e3779b1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, prime1);
    two = Math.imul(two ^ unit, prime2);
  }
  return (stir(one) >>> 0) + (stir(two ^ text.length) & 0x1fffff) * 0x1_0000_0000;
}

/** MurmurHash3's 32-bit finaliser (Austin Appleby, public domain). */
function stir(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
