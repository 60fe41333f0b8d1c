/** Maps a range of values to a range of pixels; an empty range maps to the middle. */
export function scaleOf(
  [from, to]: [number, number],
  [left, right]: [number, number],
): (value: number) => string {
  const span = to - from;
  return (value) =>
    (span === 0 ? (left + right) / 2 : left + ((value - from) / span) * (right - left)).toFixed(1);
}

/** Cuts a label that a chart has no room for. */
export function shorten(label: string, max: number): string {
  return label.length <= max ? label : `${label.slice(0, max - 1).trimEnd()}…`;
}
