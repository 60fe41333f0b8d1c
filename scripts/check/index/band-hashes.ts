/** Bands of an index, of four rows each; the same as for a join in memory (duplicates/find-candidates.ts). */
export const indexBands = 12;
const rows = 4;

/**
 * Bits of a band's hash. Of ten million documents one in 7,000 meets a band by chance (10⁷ / 2³⁶), so that a batch of
 * 1,000 samples reads two texts for nothing.
 */
export const hashBits = 36;

/** The hashes of a signature's bands: the low 32 bits, then what is above them, band by band. */
export function bandHashes(signature: Uint32Array, low: Uint32Array, high: Uint8Array): void {
  for (let band = 0; band < indexBands; band++) {
    let a = 0x9e37_79b9 + band;
    let b = 0x85eb_ca6b ^ band;
    for (let row = 0; row < rows; row++) {
      const number = signature[band * rows + row] as number;
      a = Math.imul(a ^ number, 0xcc9e_2d51);
      a ^= a >>> 15;
      b = Math.imul(b ^ ((number << 16) | (number >>> 16)), 0x1b87_3593);
      b ^= b >>> 13;
    }
    low[band] = Math.imul(a ^ (a >>> 16), 0xc2b2_ae35) ^ b;
    high[band] = Math.imul(b ^ (b >>> 14), 0x85eb_ca6b) >>> (64 - hashBits);
  }
}
