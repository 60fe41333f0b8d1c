import type { Rules } from './parse-json.ts';
import { Refusal } from './problem.ts';
import { sameDecimal } from './same-decimal.ts';
import { offsetInString } from './scan-string.ts';

export const maxDepth = 64;
/** 64 KiB, without the line feed. */
export const maxLineBytes = 65_536;

/** Keys through which JavaScript reaches prototypes: harmless here, a trap for who merges or copies objects. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What the dataset asks of JSON beyond RFC 8259 (docs/json-profile.md). */
export const profile: Rules = { maxDepth, judgeKey, judgeString, judgeNumber };

function judgeKey(key: string, duplicate: boolean, bytes: Uint8Array, offset: number): void {
  if (forbiddenKeys.has(key)) {
    throw new Refusal({
      code: 'E_FORBIDDEN_KEY',
      offset,
      message: `"${key}" may not be a key`,
      fix: 'Rename or remove the field.',
    });
  }
  if (duplicate) {
    throw new Refusal({
      code: 'E_DUP_KEY',
      offset,
      message: 'this key stands twice in one object (keys are compared after unescaping)',
      fix: 'Keep one of the two fields.',
    });
  }
  judgeString(key, bytes, offset);
}

/** Control characters (Cc: C0, DEL, C1) other than line feed and tab, and surrogates outside a pair. */
const harmful = /(?![\n\t])[\p{Cc}\p{Cs}]/u;

function judgeString(text: string, bytes: Uint8Array, start: number): void {
  const unit = text.search(harmful);
  if (unit < 0) return;
  const offset = offsetInString(bytes, start, unit);
  const code = text.charCodeAt(unit);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code >= 0xd800) {
    throw new Refusal({
      code: 'E_LONE_SURROGATE',
      offset,
      message: `the surrogate ${name} stands alone: it is half a character`,
      fix: 'Write the whole character, or remove the half.',
    });
  }
  throw new Refusal({
    code: 'E_CONTROL_CHAR',
    offset,
    message: `a string holds the control character ${name}`,
    fix: 'Remove it; line feeds (\\n) and tabs (\\t) may stay.',
  });
}

function judgeNumber(literal: string, value: number, offset: number): void {
  // RFC 8785 writes numbers as ECMAScript does.
  const canonical = String(value);
  if (literal === canonical) return;
  if (!sameDecimal(literal, canonical)) {
    throw new Refusal({
      code: 'E_NUMBER_LOSSY',
      offset,
      message: `this number does not survive: a 64-bit float makes it ${canonical}`,
      fix: 'Write the number with fewer digits, or as a string.',
    });
  }
  throw new Refusal({
    code: 'E_NUMBER_NONCANON',
    offset,
    message: 'this number is not spelled as RFC 8785 spells it',
    fix: `Write ${canonical}.`,
  });
}
