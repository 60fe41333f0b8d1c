import { UserError } from '../../errors.ts';

/** What `evenhand benchmark hashes` ships of a benchmark in place of its texts. */
export type BenchmarkHashes = {
  /** Its name and split: "StereoSet dev". */
  benchmark: string;
  /** Where the texts come from, and under which licence. */
  source: string;
  licence: string;
  /** The files that were read, with their SHA-256. */
  files: Record<string, string>;
  /** How many different texts they have. */
  sentences: number;
  salt: number;
  /** The first 12 hex of the SHA-256 of the identity terms that were masked for `masked`. */
  lexicon: string;
  /** Fingerprints of the texts as they are, ascending. */
  plain: number[];
  /** Fingerprints of the texts with identity terms masked, ascending. */
  masked: number[];
};

/** Every benchmark that a contribution must keep out of. */
export const knownBenchmarks = ['StereoSet dev', 'CrowS-Pairs', 'BBQ'];

type Header = Omit<BenchmarkHashes, 'plain' | 'masked'> & { plain: number; masked: number };

/** One line of JSON that says what it is, then the fingerprints as varints of their differences (LEB128). */
export function formatHashes({ plain, masked, ...about }: BenchmarkHashes): Uint8Array {
  const header: Header = { ...about, plain: plain.length, masked: masked.length };
  const start = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const body = [...differences(plain), ...differences(masked)].flatMap(toVarint);
  const bytes = new Uint8Array(start.length + body.length);
  bytes.set(start);
  bytes.set(body, start.length);
  return bytes;
}

/** @throws UserError where the bytes are not what `formatHashes` gives. */
export function parseHashes(bytes: Uint8Array, path: string): BenchmarkHashes {
  const lineFeed = bytes.indexOf(0x0a);
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, lineFeed))) as Header;
    const numbers = fromVarints(bytes, lineFeed + 1, header.plain + header.masked);
    const plain = sums(numbers.slice(0, header.plain));
    const masked = sums(numbers.slice(header.plain));
    return { ...header, plain, masked };
  } catch (cause) {
    throw new UserError(`${path} does not hold a benchmark's hashes`, {
      code: 'BAD_BENCHMARK_HASHES',
      fix: 'Restore the file from Git, or build it again with "evenhand benchmark hashes".',
      cause,
    });
  }
}

function differences(ascending: number[]): number[] {
  return ascending.map((number, index) => number - (ascending[index - 1] ?? 0));
}

function sums(numbers: number[]): number[] {
  let sum = 0;
  return numbers.map((number) => {
    sum += number;
    return sum;
  });
}

function toVarint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function fromVarints(bytes: Uint8Array, start: number, count: number): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0;
    scale = 1;
  }
  if (numbers.length !== count || scale !== 1) throw new RangeError('the file is cut short');
  return numbers;
}
