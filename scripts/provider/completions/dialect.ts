/**
 * How a server tells the log-probabilities of a text that it was given.
 * `echo`: the old OpenAI completions, which llama.cpp's Python server and vLLM speak: the prompt comes back with
 * `logprobs.tokens`, `token_logprobs` and `text_offset`.
 * `prompt-logprobs`: vLLM's own field: for each token of the prompt an object of candidates by token id.
 */
export const dialects = ['echo', 'prompt-logprobs'] as const;
export type Dialect = (typeof dialects)[number];

/** A token of a scored text with its natural log-probability; null for the first, which nothing stands before. */
export type ScoredToken = { text: string; logProbability: number | null };
