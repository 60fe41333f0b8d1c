import { UserError } from '../errors.ts';
import { at, parseJsonOrUndefined, textAt } from './json-path.ts';
import type { Price } from './price.ts';
import { findPrice, type PriceRow, priceTable } from './price-table.ts';

type Wanted = { provider: string; model: string; date: string };

/** Prices that the user gives: rows of a file first, flags above them. */
export type OwnPrices = {
  /** USD per million tokens, as written on the command line. */
  inputUsd?: string | undefined;
  outputUsd?: string | undefined;
  rows?: readonly PriceRow[];
};

/** A price and where it comes from, for the run file and for people. */
export type KnownPrice = Price & { source: string; seen?: string };

/**
 * The price to reckon with.
 * @throws UserError where there is none: a run without a price could overspend.
 */
export function requirePrice(own: OwnPrices, wanted: Wanted): KnownPrice {
  const { inputUsd, outputUsd, rows = [] } = own;
  if (inputUsd !== undefined && outputUsd !== undefined) {
    const input = parseUsd(inputUsd, '--price-input');
    const output = parseUsd(outputUsd, '--price-output');
    return { input, cachedInput: input, output, batchPercent: 100, source: 'given on the command line' };
  }
  if (inputUsd !== undefined || outputUsd !== undefined) {
    throw new UserError('a price has two sides', {
      code: 'HALF_A_PRICE',
      fix: 'Give both --price-input and --price-output, in USD per million tokens.',
    });
  }
  const known = findPrice(rows, wanted) ?? findPrice(priceTable, wanted);
  if (known) return known;
  throw new UserError(`nobody has told what ${wanted.model} of "${wanted.provider}" costs`, {
    code: 'NO_PRICE',
    fix: 'Add --price-input and --price-output (USD per million tokens; 0 for a server of your own), or --prices FILE (docs/providers.md).',
  });
}

/** USD per million tokens with at most six decimals → micro-USD. */
function parseUsd(text: string, flag: string): number {
  const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match) return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'));
  throw new UserError(`${flag} ${text} is not a price`, {
    code: 'BAD_PRICE',
    fix: 'Give USD per million tokens, such as 0.25.',
  });
}

/**
 * Reads a price file: `{"prices": [{"provider", "model", "input", "output", "cachedInput"?, "cacheWrite"?,
 * "batchPercent"?, "maxInputTokens"?, "source"?, "seen"?}]}`, prices in micro-USD per million tokens.
 * @throws UserError listing every row that is wrong.
 */
export function parsePriceFile(path: string, text: string): PriceRow[] {
  const list = at(parseJsonOrUndefined(text), 'prices');
  if (!Array.isArray(list)) throw badFile(path, ['it must be a JSON object with a list "prices"']);
  const parsed = list.map((row: unknown, index) => parseRow(row, `prices[${index}]`, path));
  const problems = parsed.flatMap((row) => ('problem' in row ? [row.problem] : []));
  if (problems.length > 0) throw badFile(path, problems);
  return parsed.flatMap((row) => ('problem' in row ? [] : [row]));
}

function parseRow(row: unknown, place: string, path: string): PriceRow | { problem: string } {
  const provider = textAt(row, 'provider');
  const model = textAt(row, 'model');
  const number = (key: string) => {
    const value = at(row, key);
    return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
  };
  const input = number('input');
  const output = number('output');
  const odd = ['cachedInput', 'cacheWrite', 'batchPercent', 'maxInputTokens'].filter(
    (key) => at(row, key) !== undefined && number(key) === undefined,
  );
  if (!provider || !model) return { problem: `${place} must name "provider" and "model"` };
  if (input === undefined || output === undefined || odd.length > 0) {
    const keys = odd.length > 0 ? odd.map((key) => `"${key}"`).join(', ') : '"input" and "output"';
    return { problem: `${place}: ${keys} must be whole numbers of micro-USD per million tokens` };
  }
  const cacheWrite = number('cacheWrite');
  const maxInputTokens = number('maxInputTokens');
  return {
    provider,
    model,
    input,
    output,
    cachedInput: number('cachedInput') ?? input,
    batchPercent: number('batchPercent') ?? 100,
    source: textAt(row, 'source') ?? path,
    seen: textAt(row, 'seen') ?? 'undated',
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(maxInputTokens === undefined ? {} : { maxInputTokens }),
  };
}

function badFile(path: string, problems: string[]): UserError {
  return new UserError(
    `${path} is not a price file:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    {
      code: 'BAD_PRICE_FILE',
      fix: 'docs/providers.md shows one.',
    },
  );
}
