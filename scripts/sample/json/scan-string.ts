import { backslash, quote, space } from './bytes.ts';
import { badEscape, badUtf8, controlCharacter, unterminated } from './refusals.ts';
import { characterLength } from './scan-utf8.ts';

export type StringToken = { text: string; end: number };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the string whose opening quote stands at `start` (RFC 8259, section 7). */
export function scanString(bytes: Uint8Array, start: number): StringToken {
  let text = '';
  let undecoded = start + 1;
  let offset = undecoded;
  while (bytes[offset] !== quote) {
    const next = skipCharacter(bytes, offset, start);
    if (bytes[offset] === backslash) {
      text += decoder.decode(bytes.subarray(undecoded, offset)) + meaningOf(bytes, offset);
      undecoded = next;
    }
    offset = next;
  }
  return { text: text + decoder.decode(bytes.subarray(undecoded, offset)), end: offset + 1 };
}

/** The offset of the character or escape that holds a string's UTF-16 code unit `unit` (from 0). */
export function offsetInString(bytes: Uint8Array, start: number, unit: number): number {
  let offset = start + 1;
  let units = 0;
  while (bytes[offset] !== quote) {
    const next = skipCharacter(bytes, offset, start);
    // Four bytes are a surrogate pair; an escape, of two or six bytes, is one code unit.
    units += next - offset === 4 ? 2 : 1;
    if (units > unit) return offset;
    offset = next;
  }
  return offset;
}

/** The end of the character or escape at `offset` of the string that began at `start`. */
function skipCharacter(bytes: Uint8Array, offset: number, start: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw unterminated(start);
  if (byte >= space && byte < 0x80 && byte !== backslash) return offset + 1;
  if (byte === backslash) return escapeEnd(bytes, offset);
  if (byte < space) throw controlCharacter(byte, offset);
  const length = characterLength(bytes, offset);
  if (length === 0) throw badUtf8(offset);
  return offset + length;
}

/** Escape letters and what they stand for; `\u` is none of them. */
const escapes: ReadonlyMap<number | undefined, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning],
  ),
);
const letterU = 0x75;

function escapeEnd(bytes: Uint8Array, offset: number): number {
  if (escapes.has(bytes[offset + 1])) return offset + 2;
  if (bytes[offset + 1] !== letterU) throw badEscape(offset);
  for (let index = offset + 2; index < offset + 6; index += 1) {
    if (!isHexDigit(bytes[index])) throw badEscape(offset);
  }
  return offset + 6;
}

/** What a well-formed escape stands for: one UTF-16 code unit. */
function meaningOf(bytes: Uint8Array, offset: number): string {
  const simple = escapes.get(bytes[offset + 1]);
  if (simple !== undefined) return simple;
  const digits = String.fromCharCode(...bytes.subarray(offset + 2, offset + 6));
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
