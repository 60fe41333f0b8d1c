/** Lead bytes from `lead` on begin a sequence of `length` bytes, whose second byte lies in low..high. */
type Row = { lead: number; length: number; low: number; high: number };

/**
 * Well-formed UTF-8 byte sequences, last lead first (The Unicode Standard, table 3-7). The narrowed second bytes
 * are what excludes overlong forms, surrogates and what lies beyond U+10FFFF.
 */
const rows: Row[] = [
  { lead: 0xf5, length: 0, low: 0, high: 0 },
  { lead: 0xf4, length: 4, low: 0x80, high: 0x8f },
  { lead: 0xf1, length: 4, low: 0x80, high: 0xbf },
  { lead: 0xf0, length: 4, low: 0x90, high: 0xbf },
  { lead: 0xee, length: 3, low: 0x80, high: 0xbf },
  { lead: 0xed, length: 3, low: 0x80, high: 0x9f },
  { lead: 0xe1, length: 3, low: 0x80, high: 0xbf },
  { lead: 0xe0, length: 3, low: 0xa0, high: 0xbf },
  { lead: 0xc2, length: 2, low: 0x80, high: 0xbf },
];

/** How many bytes the character at `offset` has; 0 where they are not well-formed UTF-8. */
export function characterLength(bytes: Uint8Array, offset: number): number {
  const lead = bytes[offset] ?? 0xff;
  if (lead < 0x80) return 1;
  const row = rows.find((candidate) => lead >= candidate.lead);
  if (!row || row.length === 0) return 0;
  const second = bytes[offset + 1] ?? 0;
  if (second < row.low || second > row.high) return 0;
  for (let index = 2; index < row.length; index += 1) {
    const byte = bytes[offset + index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return row.length;
}
