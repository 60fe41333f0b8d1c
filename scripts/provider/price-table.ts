import type { Price } from './price.ts';

/** A price with where it comes from. Prices are dated facts: they may have changed since. */
export type PriceRow = Price & {
  provider: string;
  model: string;
  /** The vendor's page that lists it. */
  source: string;
  /** When it was last seen to hold, yyyy-mm-dd. */
  seen: string;
  /** First and last day it is announced for, where the vendor says so. */
  from?: string;
  until?: string;
};

const usd = 1_000_000;

type Short = Pick<PriceRow, 'model' | 'seen' | 'from' | 'until'> & {
  /** USD per million tokens: input, cached input, output. */
  usd: readonly [number, number, number];
  cacheWriteUsd?: number;
  maxInputTokens?: number;
};

function rows(provider: string, source: (model: string) => string, list: Short[]): PriceRow[] {
  return list.map(({ usd: [input, cachedInput, output], cacheWriteUsd, ...rest }) => ({
    ...rest,
    provider,
    source: source(rest.model),
    input: Math.round(input * usd),
    cachedInput: Math.round(cachedInput * usd),
    output: Math.round(output * usd),
    ...(cacheWriteUsd === undefined ? {} : { cacheWrite: Math.round(cacheWriteUsd * usd) }),
    batchPercent: 50,
  }));
}

/** Above this many input tokens OpenAI charges double; no prompt of ours comes near. */
const openAiLongPrompt = 272_000;
const geminiLongPrompt = 200_000;

export const priceTable: readonly PriceRow[] = [
  ...rows('openai', (model) => `https://developers.openai.com/api/docs/models/${model}`, [
    {
      model: 'gpt-6-sol',
      usd: [2, 0.2, 10],
      cacheWriteUsd: 2.5,
      maxInputTokens: openAiLongPrompt,
      seen: '2026-09-30',
    },
    {
      model: 'gpt-6-luna',
      usd: [0.1, 0.01, 0.5],
      cacheWriteUsd: 0.125,
      maxInputTokens: openAiLongPrompt,
      seen: '2026-10-13',
    },
    { model: 'gpt-5.4-mini', usd: [0.75, 0.075, 4.5], maxInputTokens: openAiLongPrompt, seen: '2026-05-04' },
    { model: 'gpt-5.4-nano', usd: [0.2, 0.02, 1.25], maxInputTokens: openAiLongPrompt, seen: '2026-05-04' },
    { model: 'gpt-5-mini', usd: [0.25, 0.025, 2], maxInputTokens: openAiLongPrompt, seen: '2026-03-21' },
    { model: 'gpt-5-nano', usd: [0.05, 0.005, 0.4], maxInputTokens: openAiLongPrompt, seen: '2026-09-30' },
    { model: 'gpt-4.1-mini', usd: [0.4, 0.1, 1.6], seen: '2026-06-21' },
  ]),
  ...rows('gemini', () => 'https://ai.google.dev/gemini-api/docs/pricing', [
    { model: 'gemini-3.8-flash', usd: [0.75, 0.075, 3.75], until: '2026-12-31', seen: '2026-10-07' },
    { model: 'gemini-3.8-flash', usd: [1.5, 0.15, 7.5], from: '2027-01-01', seen: '2026-10-07' },
    { model: 'gemini-3.5-flash', usd: [1.5, 0.15, 9], seen: '2026-10-07' },
    { model: 'gemini-3.5-flash-lite', usd: [0.3, 0.03, 2.5], seen: '2026-10-07' },
    {
      model: 'gemini-3.1-pro-preview',
      usd: [2, 2, 12],
      maxInputTokens: geminiLongPrompt,
      seen: '2026-10-07',
    },
    { model: 'gemini-2.5-pro', usd: [1.25, 1.25, 10], maxInputTokens: geminiLongPrompt, seen: '2026-08-01' },
    { model: 'gemini-2.5-flash', usd: [0.3, 0.3, 2.5], seen: '2026-08-01' },
    { model: 'gemini-2.5-flash-lite', usd: [0.1, 0.1, 0.4], seen: '2026-08-01' },
  ]),
];

type Wanted = { provider: string; model: string; date: string };

/** The row for a model on a day (yyyy-mm-dd). A dated snapshot (gpt-5-mini-2025-08-07) costs what its model does. */
export function findPrice(
  table: readonly PriceRow[],
  { provider, model, date }: Wanted,
): PriceRow | undefined {
  const base = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const holds = ({ from = '', until = '9999' }: PriceRow) => from <= date && date <= until;
  const named = (name: string) =>
    table.find((row) => row.provider === provider && row.model === name && holds(row));
  return named(model) ?? named(base);
}
