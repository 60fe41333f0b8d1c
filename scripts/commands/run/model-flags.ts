import { type Command, InvalidArgumentError } from 'commander';
import type { LimiterSettings } from '../../run/limiter.ts';
import type { ModelParameters } from '../../run/run-plan.ts';
import { dollars, positiveInteger } from '../numbers.ts';

/** The flags that only models behind an API need. */
export type ModelFlags = {
  model?: string;
  baseUrl?: string;
  /** Integer micro-USD. */
  budget?: number;
  ledger?: string;
  concurrency?: number;
  rps?: number;
  rpm?: number;
  tpm?: number;
  maxOutputTokens?: number;
  temperature?: number;
  reasoningEffort?: string;
  thinkingTokens?: number;
  priceInput?: string;
  priceOutput?: string;
  prices?: string;
  judge?: string;
  batch?: boolean;
};

export function addModelFlags(command: Command): Command {
  return addTrafficFlags(command)
    .option(
      '--max-output-tokens <n>',
      `cap on an answer's tokens, reasoning included (default: ${defaultMaxOutputTokens})`,
      positiveInteger,
    )
    .option('--temperature <n>', 'how freely the model draws words', atLeastZero)
    .option('--reasoning-effort <level>', 'for models that reason: how much')
    .option('--thinking-tokens <n>', 'for Gemini: how many tokens to think with', atLeastZero)
    .option(
      '--batch',
      'ask by way of batches: half the price, answers within a day; leave and resume as you like',
    )
    .option(
      '--judge <provider:model>',
      'a second model that judges each answer, within the same budget; of another family it sees more',
    );
}

/** Which model, at what pace and price: what all that asks a model needs, whatever it asks. */
export function addTrafficFlags(command: Command): Command {
  return addPaceFlags(addPriceFlags(command));
}

/** The same where another flag names the model. */
export function addUnnamedTrafficFlags(command: Command): Command {
  return addPaceFlags(addUnnamedPriceFlags(command));
}

function addPaceFlags(command: Command): Command {
  return command
    .option('--ledger <file>', 'share a ledger, and its budget, with other runs (default: one per run)')
    .option(
      '--concurrency <n>',
      `requests at once, at most (default: ${defaultConcurrency})`,
      positiveInteger,
    )
    .option('--rps <n>', 'requests per second, at most', positiveNumber)
    .option('--rpm <n>', 'requests per minute, at most', positiveNumber)
    .option('--tpm <n>', 'tokens per minute, at most', positiveNumber);
}

/** Which model, and what it costs: what reckoning needs. */
export function addPriceFlags(command: Command): Command {
  return addUnnamedPriceFlags(command.option('--model <name>', 'the model to ask, as its provider names it'));
}

function addUnnamedPriceFlags(command: Command): Command {
  return command
    .option('--base-url <url>', 'where the API is (compatible needs one)')
    .option('--budget <usd>', 'spend at most this much, worst cases included', dollars)
    .option('--price-input <usd>', 'USD per million input tokens; 0 for a server of your own')
    .option('--price-output <usd>', 'USD per million output tokens')
    .option('--prices <file>', 'a file of prices, over the built-in table');
}

const defaultConcurrency = 16;

/** Room for a family of ten and for some reasoning; what is not used is not paid. */
const defaultMaxOutputTokens = 4_096;

/** A request a second, where neither the user nor the server tells a limit: what the smallest paid tiers allow. */
const cautiousRequestsPerMinute = 60;

/** What of the flags decides the requests, and so belongs to the plan. */
export function parametersOf(flags: ModelFlags): ModelParameters {
  const {
    maxOutputTokens = defaultMaxOutputTokens,
    temperature,
    reasoningEffort,
    thinkingTokens,
    baseUrl,
    judge,
    batch,
  } = flags;
  return {
    maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
    ...(thinkingTokens === undefined ? {} : { thinkingTokens }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(judge === undefined ? {} : { judge }),
    ...(batch ? { batch: true as const } : {}),
  };
}

export function limiterSettingsOf(flags: ModelFlags, baseUrl: string | undefined): LimiterSettings {
  const { rps, rpm, tpm, concurrency = defaultConcurrency } = flags;
  return {
    concurrency,
    ...(rps === undefined ? {} : { requestsPerSecond: rps }),
    ...(rpm === undefined ? {} : { requestsPerMinute: rpm }),
    ...(tpm === undefined ? {} : { tokensPerMinute: tpm }),
    ...(isOnThisMachine(baseUrl) ? {} : { cautiousRequestsPerMinute }),
  };
}

/** A server of one's own has no limit but its strength, which latency tells. */
function isOnThisMachine(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(baseUrl).hostname);
}

function positiveNumber(text: string): number {
  const value = atLeastZero(text);
  if (value === 0) throw new InvalidArgumentError('It must be more than 0.');
  return value;
}

/** A flag's number, 0 or more. */
export function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}
