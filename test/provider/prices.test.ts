import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/errors.ts';
import { estimateEnergy } from '../../scripts/provider/energy.ts';
import { requirePrice } from '../../scripts/provider/parse-prices.ts';
import { costMicroUsd, type Price, worstCostMicroUsd } from '../../scripts/provider/price.ts';
import { findPrice, priceTable } from '../../scripts/provider/price-table.ts';
import { readPrices } from '../../scripts/provider/read-prices.ts';

const day = '2026-11-25';
const nano = { provider: 'openai', model: 'gpt-5-nano', date: day };

function errorOf(act: () => unknown): string {
  try {
    return JSON.stringify(act());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.code}: ${error.message} ${error.fix}`;
  }
}

const price = fc.record({
  input: fc.nat(60_000_000),
  cachedInput: fc.nat(60_000_000),
  cacheWrite: fc.nat(60_000_000),
  output: fc.nat(200_000_000),
  batchPercent: fc.integer({ min: 1, max: 100 }),
});
const tokens = fc.nat(1_000_000);
const tariff = fc.constantFrom('interactive' as const, 'batch' as const);

describe('costs', () => {
  it('are counted in whole micro-USD, rounded up', () => {
    const row = requirePrice({}, nano);
    const usage = { inputTokens: 1_000, outputTokens: 500, cachedInputTokens: 200 };
    // 800 × 0.05 + 200 × 0.005 + 500 × 0.40 USD per million = 241 micro-USD.
    expect(costMicroUsd(row, usage, 'interactive')).toBe(241);
    expect(costMicroUsd(row, usage, 'batch')).toBe(121);
    expect(costMicroUsd(row, { inputTokens: 1, outputTokens: 0 }, 'interactive')).toBe(1);
    expect(costMicroUsd(row, { inputTokens: 0, outputTokens: 0 }, 'interactive')).toBe(0);
  });

  it('never exceed the worst case, whatever of the input was cached', () => {
    fc.assert(
      fc.property(
        price,
        tokens,
        tokens,
        tokens,
        tokens,
        tariff,
        (row: Price, input, output, cached, written, kind) => {
          const usage = {
            inputTokens: input,
            outputTokens: output,
            cachedInputTokens: cached,
            cacheWriteTokens: written,
          };
          const worst = worstCostMicroUsd(row, { inputTokens: input, outputTokens: output }, kind);
          expect(costMicroUsd(row, usage, kind)).toBeLessThanOrEqual(worst);
          expect(Number.isSafeInteger(worst)).toBe(true);
        },
      ),
    );
  });

  it('refuse a prompt the price does not hold for', () => {
    const row = requirePrice({}, nano);
    expect(() => worstCostMicroUsd(row, { inputTokens: 300_000, outputTokens: 1 }, 'interactive')).toThrow(
      RangeError,
    );
  });
});

describe('the price table', () => {
  it('has a source and a day for every row, and whole numbers', () => {
    for (const row of priceTable) {
      expect(row.source).toMatch(/^https:\/\//);
      expect(row.seen).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect([row.input, row.cachedInput, row.output, row.cacheWrite ?? 0].every(Number.isSafeInteger)).toBe(
        true,
      );
      expect(row.cachedInput).toBeLessThanOrEqual(row.input);
    }
  });

  it('has one price for a model on any day', () => {
    const days = ['2026-11-25', '2026-12-31', '2027-01-01', '2028-06-01'];
    for (const { provider, model } of priceTable) {
      for (const date of days) {
        const holding = priceTable.filter(
          (row) =>
            row.model === model &&
            (row.from ?? '') <= date &&
            date <= (row.until ?? '9999') &&
            row.provider === provider,
        );
        expect(`${model} ${date} ${holding.length}`).toBe(`${model} ${date} 1`);
      }
    }
  });

  it('follows an announced change, and knows dated snapshots', () => {
    const flash = { provider: 'gemini', model: 'gemini-3.8-flash' };
    expect(findPrice(priceTable, { ...flash, date: day })?.output).toBe(3_750_000);
    expect(findPrice(priceTable, { ...flash, date: '2027-01-01' })?.output).toBe(7_500_000);
    expect(findPrice(priceTable, { ...nano, model: 'gpt-5-nano-2025-08-07' })?.input).toBe(50_000);
    expect(findPrice(priceTable, { ...nano, model: 'gpt-5-nano-turbo' })).toBeUndefined();
  });
});

describe('requirePrice', () => {
  it('names the flags where nobody knows the price', () => {
    const said = errorOf(() => requirePrice({}, { ...nano, provider: 'compatible', model: 'llama3' }));
    expect(said).toMatch(/^NO_PRICE.*llama3.*--price-input.*--price-output.*--prices/);
    expect(errorOf(() => requirePrice({ inputUsd: '1' }, nano))).toMatch(/^HALF_A_PRICE/);
    expect(errorOf(() => requirePrice({ inputUsd: '1', outputUsd: 'cheap' }, nano))).toMatch(
      /^BAD_PRICE: --price-output/,
    );
  });

  it('takes flags before a file before the table', () => {
    const rows = [{ ...priceTable[0]!, ...nano, input: 7, output: 9 }];
    expect(requirePrice({ rows }, nano).input).toBe(7);
    expect(requirePrice({ rows, inputUsd: '0.1', outputUsd: '2.000001' }, nano)).toMatchObject({
      input: 100_000,
      output: 2_000_001,
    });
    expect(requirePrice({ inputUsd: '0', outputUsd: '0' }, nano).input).toBe(0);
  });
});

describe('readPrices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-prices-'));
  const write = (value: unknown) => {
    const path = join(folder, 'prices.json');
    writeFileSync(path, JSON.stringify(value));
    return path;
  };

  it('reads rows, and lists all that is wrong', async () => {
    const row = { provider: 'compatible', model: 'llama3', input: 5, output: 6 };
    expect(await readPrices(write({ prices: [row] }))).toMatchObject([
      { ...row, cachedInput: 5, batchPercent: 100 },
    ]);
    const bad = readPrices(
      write({ prices: [{ model: 'x' }, { ...row, output: 0.5 }, { ...row, cacheWrite: -1 }] }),
    );
    await expect(bad).rejects.toThrow(
      /prices\[0\].*\n.*prices\[1\].*"output".*\n.*prices\[2\].*"cacheWrite"/,
    );
    await expect(readPrices(write([]))).rejects.toThrow('a list "prices"');
    await expect(readPrices(join(folder, 'none.json'))).rejects.toThrow('cannot read');
  });
});

describe('estimateEnergy', () => {
  it('has one digit, a range around it and a source', () => {
    const estimate = estimateEnergy({ inputTokens: 300_000, outputTokens: 200_000 });
    expect(estimate).toMatchObject({ lowWattHours: 3, wattHours: 200, highWattHours: 400 });
    expect(estimate.source).toContain('Epoch AI');
    expect(estimate.source.length).toBeLessThanOrEqual(400);
  });

  it('grows with the tokens and stays inside its range', () => {
    fc.assert(
      fc.property(tokens, tokens, (inputTokens, outputTokens) => {
        const { lowWattHours, wattHours, highWattHours } = estimateEnergy({ inputTokens, outputTokens });
        expect(lowWattHours).toBeLessThanOrEqual(wattHours);
        expect(wattHours).toBeLessThanOrEqual(highWattHours);
      }),
    );
  });
});
