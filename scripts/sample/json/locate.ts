import { comma, leftBrace, leftBracket, quote, rightBrace, rightBracket, skipSpace } from './bytes.ts';
import { scanString } from './scan-string.ts';

/** Where a member or an item of a container stands; an item's key is the item itself. */
type Place = { key: number; value: number };

/**
 * The offset of the value that a JSON pointer (RFC 6901, its tokens unescaped) names, or of its key; where there
 * is none, of the nearest container that exists.
 * @param bytes a JSON text that has been read without a problem
 */
export function locate(bytes: Uint8Array, pointer: string[], part: keyof Place = 'value'): number {
  let place: Place = placeAt(skipSpace(bytes, 0));
  for (const token of pointer) {
    const next = findIn(bytes, place.value, token);
    if (!next) return place.value;
    place = next;
  }
  return place[part];
}

function placeAt(offset: number): Place {
  return { key: offset, value: offset };
}

function findIn(bytes: Uint8Array, container: number, token: string): Place | undefined {
  if (bytes[container] === leftBrace) return findMember(bytes, container, token);
  if (bytes[container] === leftBracket) return findItem(bytes, container, token);
  return undefined;
}

function findMember(bytes: Uint8Array, container: number, name: string): Place | undefined {
  let key = skipSpace(bytes, container + 1);
  while (bytes[key] === quote) {
    const { text, end } = scanString(bytes, key);
    const value = skipSpace(bytes, skipSpace(bytes, end) + 1);
    if (text === name) return { key, value };
    key = nextElement(bytes, value);
  }
  return undefined;
}

function findItem(bytes: Uint8Array, container: number, index: string): Place | undefined {
  let item = skipSpace(bytes, container + 1);
  for (let count = 0; bytes[item] !== undefined && bytes[item] !== rightBracket; count += 1) {
    if (String(count) === index) return placeAt(item);
    item = nextElement(bytes, item);
  }
  return undefined;
}

/** The offset behind a value and the comma that follows it, or of the bracket that closes its container. */
function nextElement(bytes: Uint8Array, value: number): number {
  const behind = skipSpace(bytes, valueEnd(bytes, value));
  return bytes[behind] === comma ? skipSpace(bytes, behind + 1) : behind;
}

function valueEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let offset = start;
  while (offset < bytes.length) {
    const byte = bytes[offset];
    if (depth === 0 && endsElement(byte)) return offset;
    if (byte === leftBrace || byte === leftBracket) depth += 1;
    if (byte === rightBrace || byte === rightBracket) depth -= 1;
    offset = byte === quote ? scanString(bytes, offset).end : offset + 1;
  }
  return offset;
}

function endsElement(byte: number | undefined): boolean {
  return byte === comma || byte === rightBrace || byte === rightBracket;
}
