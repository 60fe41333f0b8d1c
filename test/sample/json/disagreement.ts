import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '../../../scripts/sample/json/parse-json.ts';
import { parseStrict } from '../../../scripts/sample/json/parse-line.ts';
import { parsePlain } from '../../../scripts/sample/json/parse-plain.ts';
import { columnAt, type Parsed } from '../../../scripts/sample/json/problem.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Codes that only the profile gives: what RFC 8259 allows and the dataset does not. */
const profileCodes = new Set([
  'E_BLANK_LINE',
  'E_CONTROL_CHAR',
  'E_CRLF',
  'E_DEPTH',
  'E_DUP_KEY',
  'E_FORBIDDEN_KEY',
  'E_LONE_SURROGATE',
  'E_NUMBER_LOSSY',
  'E_NUMBER_NONCANON',
]);

/** In what our readers differ from `JSON.parse`, or from one another, on these bytes; undefined where in nothing. */
export function disagreement(bytes: Uint8Array): string | undefined {
  const native = parseNatively(bytes);
  const rfc = parseJson(bytes);
  const strict = parseStrict(bytes);
  const plain = parsePlain(bytes);
  if (rfc.ok !== native.ok) return `the RFC reader ${verb(rfc)}, JSON.parse does not`;
  if (!native.ok) {
    if (strict.ok || plain) return 'the profile accepts what JSON.parse refuses';
    return misplaced(bytes, rfc) ?? misplaced(bytes, strict);
  }
  if (rfc.ok && !isDeepStrictEqual(rfc.value, native.value)) return 'the RFC reader gives another value';
  if (plain && !isDeepStrictEqual(plain, strict))
    return 'the fast path accepts or gives what the strict path does not';
  if (strict.ok)
    return isDeepStrictEqual(strict.value, native.value) ? undefined : 'the profile gives another value';
  if (!profileCodes.has(strict.problem.code)) return `${strict.problem.code} for what is JSON`;
  if (isHarmless(decoder.decode(bytes), native.value)) return `${strict.problem.code} for what is harmless`;
  return misplaced(bytes, strict);
}

function parseNatively(bytes: Uint8Array): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(decoder.decode(bytes)) };
  } catch {
    return { ok: false };
  }
}

/** Another proof than the fast path's: what JSON.stringify writes letter for letter, and none of the words forbidden. */
function isHarmless(text: string, value: unknown): boolean {
  if (JSON.stringify(value) !== text) return false;
  if (/[\p{Cc}]|\\[ubfr]|__proto__|constructor|prototype/u.test(text)) return false;
  return (text.match(/[[{]/g) ?? []).length <= 64;
}

function misplaced(bytes: Uint8Array, parsed: Parsed): string | undefined {
  if (parsed.ok) return undefined;
  const { offset, message, fix } = parsed.problem;
  if (offset < 0 || offset > bytes.length || columnAt(bytes, offset) < 1)
    return `offset ${offset} is outside`;
  return message === '' || fix === '' ? 'a problem without words' : undefined;
}

function verb({ ok }: Parsed): string {
  return ok ? 'accepts' : 'refuses';
}
