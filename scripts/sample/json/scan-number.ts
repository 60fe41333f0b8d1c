import { minus, nine, plus, point, zero } from './bytes.ts';
import { syntaxError } from './refusals.ts';

const lowerE = 0x65;
const upperE = 0x45;

/** The end of the number that begins at `start` (RFC 8259, section 6). */
export function numberEnd(bytes: Uint8Array, start: number): number {
  let offset = bytes[start] === minus ? start + 1 : start;
  offset = integerEnd(bytes, offset);
  if (bytes[offset] === point) offset = digitsEnd(bytes, offset + 1, 'after the decimal point');
  if (bytes[offset] !== lowerE && bytes[offset] !== upperE) return offset;
  const sign = bytes[offset + 1];
  return digitsEnd(bytes, sign === plus || sign === minus ? offset + 2 : offset + 1, 'in the exponent');
}

function integerEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== zero) return digitsEnd(bytes, start, 'after the minus sign');
  if (isDigit(bytes[start + 1]))
    throw syntaxError(start, 'a number has a leading zero', 'Remove the leading zero.');
  return start + 1;
}

function digitsEnd(bytes: Uint8Array, start: number, where: string): number {
  let offset = start;
  while (isDigit(bytes[offset])) offset += 1;
  if (offset > start) return offset;
  throw syntaxError(start, `a number has no digit ${where}`, 'Complete the number or remove it.');
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}
