import canonicalizeModule from 'canonicalize';

// The package is CommonJS with an ES-module typing: its default export arrives as the function itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** Canonical JSON (RFC 8785): sorted keys, no white space, shortest numbers. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}
