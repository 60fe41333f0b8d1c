import canonicalizeModule from 'canonicalize';

// The package is CommonJS with an ES-module typing: its default export arrives as the function itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** Canonical JSON (RFC 8785): sorted keys, no white space, shortest numbers. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/** Whether a text is the canonical form of the value that was read from it. */
export function isCanonicalJson(text: string, value: unknown): boolean {
  // JSON.stringify spells numbers and strings as RFC 8785 does: only the order of keys is left, and mostly right.
  return (JSON.stringify(value) === text && hasSortedKeys(value)) || canonicalJson(value) === text;
}

/** Whether every object's keys come in the order of their UTF-16 code units. */
function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  let last = '';
  for (const key in value) {
    if (key < last || !hasSortedKeys(value[key as keyof typeof value])) return false;
    last = key;
  }
  return true;
}
