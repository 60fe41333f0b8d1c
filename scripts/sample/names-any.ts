const ids = /ev1_[0-9a-hjkmnp-tv-z]{26}/g;

/** Whether a file names any of some samples, in one pass however many they are. Ids are ASCII: no other byte matters. */
export function namesAny(bytes: Uint8Array, wanted: ReadonlySet<string>): boolean {
  const text = new TextDecoder('latin1').decode(bytes);
  for (const [id] of text.matchAll(ids)) if (wanted.has(id)) return true;
  return false;
}
