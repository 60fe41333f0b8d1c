/**
 * Ways to write a character that the next reader resolves: JavaScript's and JSON's, those of URLs and of HTML, and
 * the "[.]" and "[at]" that people write so that no program takes an address for one.
 */
const escaped =
  /\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]{1,6});|&#(\d{1,7});|&(lt|gt|amp|quot|apos|commat|period|colon|sol);|((?:%[\da-f]{2}){1,64})|[[({](?:(\.|dot)|at)[\])}]/gi;

const named: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  colon: ':',
  sol: '/',
};

/** Escapes within escapes are read this many times. */
const maxDepth = 3;

/**
 * A text with the escapes in it resolved, so that "\u0041KIA…" within a string hides no key; `start` is where the
 * first of them stands. Undefined where there is none.
 */
export function unescapeAgain(text: string): { text: string; start: number } | undefined {
  const start = text.search(escaped);
  if (start < 0) return undefined;
  let current = text;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    const next = current.replace(escaped, resolve);
    if (next === current) break;
    current = next;
  }
  return current === text ? undefined : { text: current, start };
}

function resolve(written: string, ...groups: (string | undefined)[]): string {
  const [braced, four, two, htmlHex, htmlDecimal, name, percent, dot] = groups;
  if (/^[[({]/.test(written)) return dot ? '.' : '@';
  if (name) return named[name.toLowerCase()] ?? written;
  if (percent) return decodePercent(percent);
  const hex = braced ?? four ?? two ?? htmlHex;
  const code = hex ? Number.parseInt(hex, 16) : Number(htmlDecimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : written;
}

function decodePercent(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    // Not UTF-8: no reader takes it for text.
    return written;
  }
}
