/** Rice codes (Rice and Plaunt, 1971): a number's high part in unary, its low `bits` as they are. */
export type BitWriter = { bytes: Uint8Array /** Bits written. */; length: number };

/** Bits that are written or read at once: with 7 before them they fit into 31. */
const most = 24;

/** @param value a whole number below 2^36 */
export function putRice(writer: BitWriter, value: number, bits: number): void {
  const high = value < 2 ** 31 && bits < 31 ? value >>> bits : Math.floor(value / 2 ** bits);
  if (high >= most) {
    for (let left = high; left > 0; left -= most) putOnes(writer, Math.min(most, left));
    putBits(writer, 0, 1);
  } else putBits(writer, (1 << high) - 1, high + 1);
  if (bits <= most) putBits(writer, value & ((1 << bits) - 1), bits);
  else {
    putBits(writer, value & 0xffff, 16);
    putBits(writer, Math.floor(value / 65_536) & ((1 << (bits - 16)) - 1), bits - 16);
  }
}

function putOnes(writer: BitWriter, count: number): void {
  putBits(writer, (1 << count) - 1, count);
}

/** The least significant bit first. Bytes behind what is written are overwritten, so that nothing need be emptied. */
function putBits(writer: BitWriter, value: number, count: number): void {
  const at = writer.length >>> 3;
  if (at + 4 > writer.bytes.length) grow(writer);
  const { bytes } = writer;
  const used = writer.length & 7;
  const rest = (value << used) | ((bytes[at] as number) & ((1 << used) - 1));
  bytes[at] = rest;
  bytes[at + 1] = rest >>> 8;
  bytes[at + 2] = rest >>> 16;
  bytes[at + 3] = rest >>> 24;
  writer.length += count;
}

function grow(writer: BitWriter): void {
  const grown = new Uint8Array(writer.bytes.length * 2 + 4);
  grown.set(writer.bytes);
  writer.bytes = grown;
}

export type BitReader = { bytes: Uint8Array /** Bits read. */; at: number };

/** The next number, or undefined where the bytes end. */
export function takeRice(reader: BitReader, bits: number): number | undefined {
  let high = 0;
  for (;;) {
    // Ones before the first zero: the zeros behind which the inverse has its lowest one.
    const inverse = ~peekBits(reader) & 0xff_ffff;
    const ones = inverse === 0 ? most : 31 - Math.clz32(inverse & -inverse);
    high += ones;
    reader.at += ones;
    if (ones < most) break;
  }
  reader.at += 1;
  if (reader.at > reader.bytes.length * 8) return undefined;
  if (bits <= most) return high * 2 ** bits + takeBits(reader, bits);
  const low = takeBits(reader, 16);
  return high * 2 ** bits + takeBits(reader, bits - 16) * 65_536 + low;
}

function takeBits(reader: BitReader, count: number): number {
  const value = peekBits(reader) & ((1 << count) - 1);
  reader.at += count;
  return value;
}

/** The next 24 bits; zeros where the bytes end. */
function peekBits({ bytes, at }: BitReader): number {
  const from = at >>> 3;
  const word =
    from + 4 <= bytes.length
      ? (bytes[from] as number) |
        ((bytes[from + 1] as number) << 8) |
        ((bytes[from + 2] as number) << 16) |
        ((bytes[from + 3] as number) << 24)
      : (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) | ((bytes[from + 2] ?? 0) << 16);
  return (word >>> (at & 7)) & 0xff_ffff;
}
