/** Texts around which mutations are likely to meet a rule. */
export const seedTexts = [
  '{"id":"x1","text":"Grüße, 你好 👩‍🔧 \\n\\t\\"\\\\ ok"}',
  '{"a":[1,-1,0,1.5,1e-7,1e+21,9007199254740991],"b":{"c":null,"d":[true,false,[]],"e":{}}}',
  '{"label":"safe","l\\u0061bel":"toxic"}',
  '{"__proto__":{"admin":true},"constructor":{"prototype":1}}',
  '{"id":"x1","score":-0,"big":12345678901234567890,"huge":1e400}',
  '["\\ud800","\\ud83d\\ude00","\\udc00\\ud800","\\u0000","\\u001b"]',
  ' [ 1 , 2 ]\r\n',
  '\ufeff{}',
  `${'['.repeat(64)}${']'.repeat(64)}`,
  `${'{"a":'.repeat(64)}{}${'}'.repeat(64)}`,
  '""',
  '-12.50E+2',
];

/** What grammar and encodings turn on: whole tokens are put in, which flips of single bytes would rarely make. */
const tokens = [
  ...['"', '\\', '\\u', '\\ud83d', '\\ude00', '\\u0000', '{', '}', '[', ']', ':', ',', '{"a":1,', '"a":'],
  ...[
    '0',
    '-',
    '.',
    'e',
    'E+',
    '1e999',
    '-0',
    '00',
    'true',
    'null',
    'nul',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
    '\x7f',
  ],
  ...['\u0085', '\ufeff', 'é', '你', '😀', '"__proto__":', '"constructor":'],
].map((token) => new TextEncoder().encode(token));

/** Ill-formed or rare bytes: overlong, surrogate, beyond U+10FFFF, truncated, noncharacter. */
const bytePatterns = [
  ...[
    [0xc0, 0xaf],
    [0xe0, 0x80, 0xaf],
    [0xf0, 0x80, 0x80, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ],
  ...[[0xc3], [0xe4, 0xbd], [0xf0, 0x9f, 0x98], [0x80], [0xff], [0xfe], [0xef, 0xbf, 0xbf]],
].map((bytes) => Uint8Array.from(bytes));

const insertions = [...tokens, ...bytePatterns];

/** Changes bytes in one to four places; `random` gives 0 ≤ number < 1. */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + pick(4); left > 0; left -= 1) mutated = change(mutated);
  return mutated;

  function change(from: Uint8Array): Uint8Array {
    const at = pick(from.length + 1);
    const kind = pick(4);
    if (kind === 0) return splice(from, at, 1, Uint8Array.of((from[at] ?? 0) ^ (1 << pick(8))));
    if (kind === 1) return splice(from, at, 1 + pick(4), new Uint8Array());
    if (kind === 2) return splice(from, at, 0, insertions[pick(insertions.length)] ?? new Uint8Array());
    const start = pick(from.length + 1);
    return splice(from, at, 0, from.subarray(start, start + pick(24)));
  }

  function pick(below: number): number {
    return Math.floor(random() * below);
  }
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, at), ...added, ...bytes.subarray(at + removed));
}
