/** File name → SHA-256 in lower-case hex. */
export type Checksums = ReadonlyMap<string, string>;

/** Reads what `sha256sum` writes: a sum, two spaces, a name; other lines are passed over. */
export function parseChecksums(text: string): Checksums {
  const lines = text.split('\n').flatMap((line) => {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    return sum && name ? [[name, sum] as const] : [];
  });
  return new Map(lines);
}

/** For `sha256sum --check`, sorted by name. */
export function formatChecksums(sums: Checksums): string {
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sum]) => `${sum}  ${name}\n`)
    .join('');
}
