/** Rice codes (Rice and Plaunt, 1971): a number's high part in unary, its low `bits` as they are. */
export type BitWriter = { bytes: Uint8Array /** Bits written. */; length: number };

export function putRice(writer: BitWriter, value: number, bits: number): void {
  const high = Math.floor(value / 2 ** bits);
  for (let left = high; left > 0; left -= 24)
    putBits(writer, 2 ** Math.min(24, left) - 1, Math.min(24, left));
  putBits(writer, 0, 1);
  if (bits > 16) putBits(writer, Math.floor(value / 65_536) % 2 ** (bits - 16), bits - 16);
  const low = Math.min(16, bits);
  if (low > 0) putBits(writer, value % 2 ** low, low);
}

/** The least significant bit first; at most 24 at a time. */
function putBits(writer: BitWriter, value: number, count: number): void {
  const need = (writer.length + count + 39) >>> 3;
  if (need > writer.bytes.length) {
    const grown = new Uint8Array(need * 2);
    grown.set(writer.bytes);
    writer.bytes = grown;
  }
  const { bytes } = writer;
  let at = writer.length >>> 3;
  let rest = value << (writer.length & 7);
  for (let left = count + (writer.length & 7); left > 0; left -= 8) {
    bytes[at] = (bytes[at] as number) | (rest & 0xff);
    at += 1;
    rest >>>= 8;
  }
  writer.length += count;
}

export type BitReader = { bytes: Uint8Array /** Bits read. */; at: number };

/** The next number, or undefined where the bytes end. */
export function takeRice(reader: BitReader, bits: number): number | undefined {
  let high = 0;
  while (takeBits(reader, 1) === 1) high += 1;
  if (reader.at > reader.bytes.length * 8) return undefined;
  const top = bits > 16 ? takeBits(reader, bits - 16) : 0;
  return high * 2 ** bits + top * 65_536 + takeBits(reader, Math.min(16, bits));
}

/** At most 24 bits; zeros where the bytes end. */
function takeBits(reader: BitReader, count: number): number {
  const { bytes, at } = reader;
  const from = at >>> 3;
  const word =
    (bytes[from] ?? 0) |
    ((bytes[from + 1] ?? 0) << 8) |
    ((bytes[from + 2] ?? 0) << 16) |
    ((bytes[from + 3] ?? 0) << 24);
  reader.at += count;
  return (word >>> (at & 7)) & (2 ** count - 1);
}
