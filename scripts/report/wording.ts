import type { Place } from '../check/finding.ts';

/** 12345 → "12,345". */
export function sayNumber(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 2 });
}

/** (1, "family", "families") → "1 family". */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}

/** A share 0..1 in per cent, always with one decimal so that columns align: 0.4 → "40.0%". */
export function sayShare(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** "data/x.jsonl:3:7"; a finding about a whole file has no line. */
export function sayPlace({ path, line, column }: Place): string {
  return line === 0 ? path : `${path}:${line}:${column}`;
}

/** "en 120 · de 80 · and 3 more", the largest first. */
export function sayCounts(counts: readonly (readonly [name: string, count: number])[], max = 12): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, max).map(([name, count]) => `${name} ${sayNumber(count)}`);
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${sayNumber(more)} more`] : [])].join(' · ');
}
