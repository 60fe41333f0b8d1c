/** A file and how long it is. */
export type Sized = { path: string; bytes: number };

/**
 * Shares files out in as many parts of about the same length, each a stretch of the list: a thread sees its files in
 * their order. Fewer parts where there are fewer files.
 */
export function shareFiles(files: readonly Sized[], parts: number): string[][] {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const shares: string[][] = Array.from({ length: parts }, () => []);
  let before = 0;
  for (const { path, bytes } of files) {
    // A file belongs where its middle falls.
    const place = total === 0 ? 0 : Math.floor(((before + bytes / 2) / total) * parts);
    shares[Math.min(place, parts - 1)]?.push(path);
    before += bytes;
  }
  return shares.filter((share) => share.length > 0);
}
