import { legitimateOrHidden } from '../sample/hidden-characters.ts';

/** Every character that hides or steers, line feeds and tabs too, as `\u{202E}`; the result is one line. */
export function visible(text: string): string {
  return replaceHidden(text, (codePoint) => escapeCodePoint(codePoint));
}

/** One line for a terminal or a CI log: nothing in it steers the terminal or commands the CI runner. */
export function inertTerminal(text: string): string {
  return (
    visible(text)
      // The runner looks for `##[` anywhere in a line, for `::` behind white space at its start. Text may be
      // wrapped at any white space, so every place behind one may become a start.
      .replaceAll('##[', String.raw`\u{23}#[`)
      .replaceAll(/(^|\s)::/gu, String.raw`$1\u{3A}:`)
  );
}

/** Text for HTML, as element content or inside a quoted attribute. */
export function inertHtml(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The message of a GitHub workflow command; `visible` has made one line of it, and `%` begins its escapes. */
export function inertCommandText(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

/** The value of a workflow command's property: it may not end the property or the command. */
export function inertCommandProperty(text: string): string {
  return inertCommandText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A message of SARIF 2.1.0, where `{0}` is a placeholder (3.11.5) and `[text](target)` a link (3.11.6). */
export function inertSarif(text: string): string {
  return visible(text)
    .replaceAll(/\{(\d+)\}/g, '{{$1}}')
    .replaceAll('](', '] (');
}

/** A quoted cell of CSV (RFC 4180) that no spreadsheet takes for a formula, in full-width letters either. */
export function inertCsv(text: string): string {
  const shown = visible(text);
  const guarded = /^\s*[=+\-@＝＋－＠]/u.test(shown) ? `'${shown}` : shown;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** A JSON document whose strings say the same with hidden characters, and commands to the CI runner, as `\u` escapes. */
export function inertJson(json: string): string {
  // A raw line feed can only stand between tokens: inside strings JSON has it escaped already.
  return replaceHidden(json, (codePoint) =>
    codePoint === 0x0a ? '\n' : escapeUnits(String.fromCodePoint(codePoint)),
  ).replaceAll('##[', String.raw`\u0023#[`);
}

/** A word that Markdown, GitHub's additions included, can only read as words: "(women's", "he/she", "0.93,", "+0.5;", "%", "e.g.". */
const plainWord =
  /^["'(]*(?:[A-Za-z0-9\u{80}-\u{10FFFF}]+(?:[-'/][A-Za-z0-9\u{80}-\u{10FFFF}]+)*|[+\u{2212}]?\d+(?:[.,]\d+)*%?|%|(?:[A-Za-z]\.)+)["'),.;:!?]*$/u;
/** A commit's hash, or an issue of a tracker: GH-12. */
const reference = /(?<![A-Za-z0-9])[0-9a-f]{7,64}(?![A-Za-z0-9])|-\d/i;

/**
 * One line of Markdown that renders as text and nothing else, in a paragraph, list, quote or table cell.
 * Plain words stay; every other word stands in a code span. Backslashes would not do: GitHub looks for
 * mentions, issues and links in the text that is left when they are resolved, but never inside code.
 */
export function inertMarkdown(text: string): string {
  const pieces: { plain: boolean; words: string[] }[] = [];
  for (const word of visible(text).split(' ')) {
    if (word === '') continue;
    const plain = plainWord.test(word) && !reference.test(word);
    const last = pieces.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else pieces.push({ plain, words: [word] });
  }
  const line = pieces
    .map(({ plain, words }) => (plain ? words.join(' ') : codeSpan(words.join(' '))))
    .join(' ');
  // "1." or "1)" at the start of a line would open a list.
  return line.replace(/^(\d+)([.)])(?= |$)/, String.raw`$1\$2`);
}

function codeSpan(text: string): string {
  // The sentence's own comma or full stop is none of the code's.
  const [, code = text, stop = ''] = /^(.*[^,.;:])([,.;:])$/u.exec(text) ?? [];
  // A table splits at pipes before it looks for code, and elsewhere an escaped pipe shows its backslash.
  const content = code.replaceAll('|', String.raw`\u{7C}`);
  const fence = '`'.repeat(longestBackticks(content) + 1);
  const padding = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}${stop}`;
}

/** Lines as a fenced code block that none of them can close. */
export function inertCodeBlock(lines: readonly string[], language: string): string {
  const content = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, longestBackticks(content.join('\n')) + 1));
  return [`${fence}${language}`, ...content, fence].join('\n');
}

function longestBackticks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** At most `max` UTF-16 code units, the last one an ellipsis where something was cut; surrogate pairs stay whole. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  const cutsPair = /[\uD800-\uDBFF]$/.test(kept) && /^[\uDC00-\uDFFF]/.test(text.slice(max - 1));
  return `${cutsPair ? kept.slice(0, -1) : kept}…`;
}

function replaceHidden(text: string, toEscape: (codePoint: number) => string): string {
  // Most text is printable ASCII, which hides nothing.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(legitimateOrHidden, (match, kept: string | undefined) =>
    kept === undefined ? toEscape(match.codePointAt(0) ?? 0) : match,
  );
}

function escapeCodePoint(codePoint: number): string {
  return String.raw`\u{${codePoint.toString(16).toUpperCase()}}`;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
