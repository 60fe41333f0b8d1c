/** What stands in Git for a file of Git LFS. */
export type LfsPointer = { sha256: string; bytes: number };

/** Git LFS never writes a longer pointer (its specification: fewer than 1,024 bytes). */
export const maxPointerBytes = 1_024;

/** A pointer as Git LFS's specification has it, without extensions. */
const shape =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:(?<sha256>[0-9a-f]{64})\nsize (?<bytes>0|[1-9]\d{0,15})\n$/;

/** Undefined where the bytes are no pointer. */
export function parsePointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length > maxPointerBytes) return undefined;
  const groups = shape.exec(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))?.groups;
  return groups && { sha256: groups['sha256'] ?? '', bytes: Number(groups['bytes']) };
}

/** The inverse of `parsePointer`: what Git LFS itself writes. */
export function formatPointer({ sha256, bytes }: LfsPointer): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes}\n`;
}
