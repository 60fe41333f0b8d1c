/** CRC-32 (ISO 3309), by a table: guards what is read by ranges, where no hash of the whole file can. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});

/** The checksum of bytes behind a prefix of numbers, which say where the bytes belong. */
export function checksum(bytes: Uint8Array, ...prefix: number[]): number {
  let crc = 0xffff_ffff;
  for (const number of prefix) {
    for (let shift = 0; shift < 32; shift += 8)
      crc = (crc >>> 8) ^ (table[(crc ^ (number >>> shift)) & 0xff] as number);
  }
  for (let at = 0; at < bytes.length; at++)
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
