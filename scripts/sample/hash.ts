import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();
const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/** SHA-256 of bytes, or of a text's UTF-8 bytes, in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(toBytes(data)));
}

/**
 * The first `bits` bits of a text's SHA-256 in Crockford base32, lower case, most significant bit first;
 * a last group of fewer than five bits is filled with zeros. 128 bits are 26 characters.
 */
export function sha256Base32(data: string, bits: number): string {
  const digest = sha256(encoder.encode(data));
  let text = '';
  for (let bit = 0; bit < bits; bit += 5) text += crockford[fiveBits(digest, bit, bits)];
  return text;
}

function fiveBits(digest: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let bit = start; bit < start + 5; bit++) value = value * 2 + (bit < end ? bitAt(digest, bit) : 0);
  return value;
}

function bitAt(digest: Uint8Array, bit: number): number {
  return ((digest[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}

function toBytes(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data;
}
