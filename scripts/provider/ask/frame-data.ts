/** A value as JSON in a frame, without angle brackets: no text in it can close the frame. */
export function frameData(value: unknown): string {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
  return `<data>\n${json}\n</data>`;
}
