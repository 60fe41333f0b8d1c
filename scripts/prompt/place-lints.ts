import { type Document, isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { SpecLint, SpecProblem } from './spec-problem.ts';

export type Placer = (lint: SpecLint) => SpecProblem;

/** The YAML of a spec, and what finds the line and column of a problem in it. */
export function openDocument(source: string): {
  document: Document.Parsed;
  lines: LineCounter;
  place: Placer;
} {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  return { document, lines, place: placer(source, document, lines) };
}

/** Finds a problem's place: the value at its keys, or the nearest parent that exists. */
function placer(source: string, document: Document.Parsed, lines: LineCounter): Placer {
  return ({ keys, severity = 'error', excerpt, before = '', message, fix }) => {
    const [start, end] = rangeOf(document, keys);
    const inside = excerpt ? indexOfNth(source.slice(start, end), excerpt, before.split(excerpt).length) : -1;
    const { line, col } = lines.linePos(inside >= 0 ? start + inside : start);
    return { severity, line, column: col, key: keys.join('.'), message, fix };
  };
}

/** YAML may escape or fold a value, so its parts are found by counting, not by their place in the value. */
function indexOfNth(text: string, part: string, nth: number): number {
  let index = -1;
  for (let count = 0; count < nth; count++) {
    index = text.indexOf(part, index + 1);
    if (index < 0) return -1;
  }
  return index;
}

function rangeOf(document: Document.Parsed, keys: (string | number)[]): [number, number] {
  for (let depth = keys.length; depth > 0; depth--) {
    const path = keys.slice(0, depth).map(toIndex);
    const node: unknown = document.getIn(path, true);
    if (isNode(node) && node.range) return [node.range[0], node.range[1]];
  }
  const whole = (document.contents as ParsedNode | null)?.range;
  return whole ? [whole[0], whole[1]] : [0, 0];
}

/** Schema pointers name list items by digits; the document wants numbers. */
function toIndex(key: string | number): string | number {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
}
