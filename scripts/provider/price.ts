import type { TokenBound, Usage } from './model-provider.ts';

/** What a model costs, in micro-USD per million tokens: whole numbers, so that sums are exact. */
export type Price = {
  input: number;
  /** Input that the vendor had in its cache; the same as `input` where no discount is documented. */
  cachedInput: number;
  /** Input that the vendor puts into its cache, where that costs more. */
  cacheWrite?: number;
  output: number;
  /** What a batch costs, in percent; 100 where there is no discount. */
  batchPercent: number;
  /** Longer prompts cost more; undefined where they do not. */
  maxInputTokens?: number;
};

/** Interactive calls and batches have different prices. */
export type Tariff = 'interactive' | 'batch';

/**
 * What a call can cost at most, in micro-USD: every input token at the dearest input price, every output token used.
 * @throws RangeError where the prompt is longer than the price holds for.
 */
export function worstCostMicroUsd(price: Price, bound: TokenBound, tariff: Tariff): number {
  if (price.maxInputTokens !== undefined && bound.inputTokens > price.maxInputTokens) {
    throw new RangeError(
      `a prompt of up to ${bound.inputTokens} tokens: the price holds for ${price.maxInputTokens}`,
    );
  }
  const dearest = Math.max(price.input, price.cachedInput, price.cacheWrite ?? 0);
  return roundUp(bound.inputTokens * dearest + bound.outputTokens * price.output, price, tariff);
}

/** What an answer costs by its usage, in micro-USD, rounded up: never less than the vendor's bill. */
export function costMicroUsd(price: Price, usage: Usage, tariff: Tariff): number {
  const cached = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - cached);
  const fresh = usage.inputTokens - cached - written;
  const input =
    fresh * price.input + cached * price.cachedInput + written * (price.cacheWrite ?? price.input);
  return roundUp(input + usage.outputTokens * price.output, price, tariff);
}

/** From tokens × micro-USD per million tokens to micro-USD; exact where a float would not be. */
function roundUp(picoUsd: number, { batchPercent }: Price, tariff: Tariff): number {
  const percent = tariff === 'batch' ? batchPercent : 100;
  const hundredths = BigInt(picoUsd) * BigInt(percent);
  return Number((hundredths + 99_999_999n) / 100_000_000n);
}
