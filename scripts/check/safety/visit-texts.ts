/** A text of a JSON value: a string, a key, or a number as it is spelled. */
export type Leaf = {
  text: string;
  /** Whether the text is the key that the pointer names, or the value there. */
  part: 'key' | 'value';
  /** JSON pointer (RFC 6901), tokens unescaped. It changes as the walk goes on: copy it to keep it. */
  pointer: readonly string[];
};

/** Visits every text of a value, in order, keys too: text hides in a key as well as anywhere else. */
export function visitTexts(value: unknown, visit: (leaf: Leaf) => void, pointer: string[] = []): void {
  if (typeof value === 'string' || typeof value === 'number') {
    visit({ text: String(value), part: 'value', pointer });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const key in value) {
    pointer.push(key);
    if (!isList) visit({ text: key, part: 'key', pointer });
    visitTexts(value[key as keyof typeof value], visit, pointer);
    pointer.pop();
  }
}
