/** FNV-1a (Fowler, Noll, Vo): offset basis and prime for 32 bits. */
const offsetBasis = 0x811c_9dc5;
const prime = 0x0100_0193;
/** The odd multipliers of MurmurHash3 (Appleby, public domain), for 32 bits. */
const c1 = 0xcc9e_2d51;
const c2 = 0x1b87_3593;
const c3 = 0x85eb_ca6b;
const c4 = 0xc2b2_ae35;

const space = 0x20;

/**
 * Hashes the shingles of a text of tokens (tokens.ts) in UTF-8, repeated ones too, and returns how many there are.
 * `into` needs as much room as the text has bytes, and one. The kernel in `kernel/` computes the same numbers.
 */
export function hashShingles(bytes: Uint8Array, length: number, into: Uint32Array): number {
  let before = 0;
  let last = 0;
  let tokens = 0;
  let token = offsetBasis;
  for (let at = 0; at <= length; at++) {
    const byte = at < length ? (bytes[at] as number) : space;
    if (byte !== space) {
      token = Math.imul(token ^ byte, prime);
      continue;
    }
    tokens += 1;
    if (tokens >= 3) into[tokens - 3] = hashThree(before, last, token);
    before = last;
    last = token;
    token = offsetBasis;
  }
  if (tokens >= 3) return tokens - 2;
  // One or two tokens: the whole text is the shingle; a missing token counts as zero.
  into[0] = tokens === 1 ? hashThree(last, 0, 0) : hashThree(before, last, 0);
  return 1;
}

function hashThree(a: number, b: number, c: number): number {
  let hash = Math.imul(a, c1);
  hash = Math.imul(rotate(hash, 15) + b, c2);
  hash = Math.imul(rotate(hash, 13) + c, c1);
  // MurmurHash3's finaliser spreads every bit.
  hash = Math.imul(hash ^ (hash >>> 16), c3);
  hash = Math.imul(hash ^ (hash >>> 13), c4);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
