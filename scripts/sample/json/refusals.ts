import { carriageReturn, lineFeed, space, tab } from './bytes.ts';
import { Refusal } from './problem.ts';
import { characterLength } from './scan-utf8.ts';

/** @param byte below U+0020 */
export function controlCharacter(byte: number, offset: number): Refusal {
  const name = `U+${byte.toString(16).toUpperCase().padStart(4, '0')}`;
  return new Refusal({
    code: 'E_CONTROL_CHAR',
    offset,
    message: `the control character ${name} stands in the JSON as it is`,
    fix:
      byte === 0
        ? 'Save the file as UTF-8: NUL bytes are often a sign of UTF-16.'
        : 'Remove it, or write line feeds as \\n and tabs as \\t.',
  });
}

export function badUtf8(offset: number): Refusal {
  return new Refusal({
    code: 'E_UTF8',
    offset,
    message: 'these bytes are not well-formed UTF-8',
    fix: 'Save the file as UTF-8.',
  });
}

export function byteOrderMark(): Refusal {
  return new Refusal({
    code: 'E_BOM',
    offset: 0,
    message: 'a byte order mark stands before the JSON',
    fix: 'Save the file as UTF-8 without a byte order mark.',
  });
}

export function tooDeep(maxDepth: number, offset: number): Refusal {
  return new Refusal({
    code: 'E_DEPTH',
    offset,
    message: `arrays and objects nest deeper than ${maxDepth}`,
    fix: 'Flatten the value.',
  });
}

/** @param offset where something else than `expected` stands, or nothing */
export function unexpected(bytes: Uint8Array, offset: number, expected: string, fix: string): Refusal {
  const byte = bytes[offset];
  if (byte === undefined) return syntaxError(offset, `expected ${expected}, but the JSON ends here`, fix);
  if (isControl(byte)) return controlCharacter(byte, offset);
  const length = characterLength(bytes, offset);
  if (length === 0) return badUtf8(offset);
  const found = byte > space && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : 'another character';
  return syntaxError(offset, `expected ${expected}, but ${found} stands here`, fix);
}

function isControl(byte: number): boolean {
  return byte < space && byte !== tab && byte !== lineFeed && byte !== carriageReturn;
}

export function syntaxError(offset: number, message: string, fix: string): Refusal {
  return new Refusal({ code: 'E_JSON', offset, message, fix });
}

export function badEscape(offset: number): Refusal {
  return new Refusal({
    code: 'E_JSON',
    offset,
    message: 'this is not an escape of JSON',
    fix: 'Use \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits; a backslash itself is \\\\.',
  });
}

export function unterminated(start: number): Refusal {
  return new Refusal({
    code: 'E_JSON',
    offset: start,
    message: 'the string that begins here has no end',
    fix: 'Close the string with a quotation mark.',
  });
}
