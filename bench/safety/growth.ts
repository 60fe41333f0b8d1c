import { readers } from '../../scripts/check/safety/readings.ts';
import { rules } from '../../scripts/check/safety/rules.ts';
import { hostilePieces } from '../../test/check/safety/hostile-pieces.ts';

// How long each safety rule, and each reading without a disguise, takes on texts made to keep it busy, of 16 KiB and of 64 KiB (the longest line there is):
//     npx tsx bench/safety/growth.ts
// Four times the text should take four times as long. Exits 1 where a rule takes more than 50 ms, the least of five
// tries, on any text.

const small = 16_384;
const large = 65_536;
const maxMs = 50;
const tries = 5;

/** What patterns begin with, and never end: each is repeated to fill the text, alone and before a letter or a digit. */
const beginnings = [
  ...hostilePieces,
  ...hostilePieces.map((piece) => piece.slice(0, Math.ceil(piece.length / 2))),
  ...'a|1|@|a@|a.|1 |1-|+1 |(1|0 |:|a:|f:|1.|<|<a |[|[a](|{{|#|`|&#|AB12 |sk-|SG.a.|xoxb-a-|eyJ|http://|://a:|-----BEGIN |e\u0301|\u{1f469}\u200d'.split(
    '|',
  ),
  'ignore all ',
  'ignore your system ',
  'output "bias" ',
  'as an ai must ',
  'password="',
  'call 1 ',
  `SG.${'a'.repeat(128)}.${'a'.repeat(128)}`,
  'a (at) ',
  'a.b ',
  'a b ',
  '1a',
  '@a_',
  'a\n',
  'abcdef" + "',
];

let isSlow = false;
print('rule                    64 KiB   16 KiB   growth   slowest on');
const measured: { name: string; find: (text: string) => unknown }[] = [
  ...rules.map(({ name, find }) => ({
    name,
    find: (text: string) => find(text, { field: 'text', lang: 'en' }),
  })),
  ...readers.map(({ how, read }) => ({ name: how, find: read })),
];
for (const rule of measured) {
  const timed = beginnings.map((beginning) => ({ beginning, ms: measure(rule.find, beginning, large) }));
  const worst = timed.reduce((a, b) => (b.ms > a.ms ? b : a));
  const before = measure(rule.find, worst.beginning, small);
  if (worst.ms > maxMs) isSlow = true;
  print(
    [
      rule.name.padEnd(20),
      `${worst.ms.toFixed(1)} ms`.padStart(10),
      `${before.toFixed(1)} ms`.padStart(9),
      `×${(worst.ms / before).toFixed(1)}`.padStart(8),
      `  ${JSON.stringify(worst.beginning.slice(0, 40))}`,
    ].join(''),
  );
}
process.exitCode = isSlow ? 1 : 0;

function measure(find: (text: string) => unknown, beginning: string, length: number): number {
  const text = beginning.repeat(Math.ceil(length / beginning.length)).slice(0, length);
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    // Time on the processor: others may be using the machine.
    const start = process.cpuUsage();
    find(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1_000);
    // A text that is far from the bound needs no second try.
    if (least < maxMs / 10) break;
  }
  return least;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
