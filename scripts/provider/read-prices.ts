import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { parsePriceFile } from './parse-prices.ts';
import type { PriceRow } from './price-table.ts';

/** @throws UserError where the file cannot be read or is no price file. */
export async function readPrices(path: string): Promise<PriceRow[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`cannot read ${path}`, { code: 'NO_PRICE_FILE', fix: 'Check the path.', cause });
  }
  return parsePriceFile(path, text);
}
