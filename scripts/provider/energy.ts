/** An estimate in Wh with the range it may lie in, no more precise than its sources. */
export type EnergyEstimate = {
  wattHours: number;
  lowWattHours: number;
  highWattHours: number;
  source: string;
};

type Rates = { input: number; output: number };

/**
 * Wh per 1,000 tokens. Vendors publish no figure per token, so one estimate serves for all models and the range
 * says how little is known:
 * - middle: Epoch AI, "How much energy does ChatGPT use?" (February 2025): a GPT-4o query with 500 output tokens
 *   takes about 0.3 Wh, one with 10,000 input tokens about 2.5 Wh. Google's median of 0.24 Wh a Gemini prompt
 *   (arXiv 2508.15734, August 2025) agrees in size;
 * - low: 0.013 Wh measured for an 8B model on its GPU alone (ML.ENERGY benchmark, arXiv 2505.06371, as gathered in
 *   the Green Token Index, 2026), reading the prompt not counted;
 * - high: Jegham et al. (arXiv 2505.09598): 0.42 Wh for a short GPT-4o query of 300 output tokens; Epoch's 40 Wh for
 *   100,000 input tokens.
 */
const wattHoursPer1000: Record<'low' | 'middle' | 'high', Rates> = {
  low: { input: 0, output: 0.013 },
  middle: { input: 0.22, output: 0.6 },
  high: { input: 0.4, output: 1.4 },
};

const source =
  'middle: Epoch AI 2025 (0.3 Wh per 500 output tokens of GPT-4o); low: ML.ENERGY (8B model, GPU alone); high: arXiv 2505.09598. Not measured for this model; training, network and your own computer are not counted.';

export function estimateEnergy(tokens: { inputTokens: number; outputTokens: number }): EnergyEstimate {
  const rate = ({ input, output }: Rates) =>
    (tokens.inputTokens * input + tokens.outputTokens * output) / 1_000;
  return {
    wattHours: oneDigit(rate(wattHoursPer1000.middle)),
    lowWattHours: oneDigit(rate(wattHoursPer1000.low)),
    highWattHours: oneDigit(rate(wattHoursPer1000.high)),
    source,
  };
}

/** The sources have one significant digit. */
function oneDigit(value: number): number {
  return Number(value.toPrecision(1));
}
