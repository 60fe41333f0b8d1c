import type { ModelCall } from '../provider/model-provider.ts';

/** One call of a benchmark, under a name of its own within the run. */
export type Question = { id: string; call: Omit<ModelCall, 'id' | 'model'> };

/** What an answer's text means. `cannot`: if it is the first, the server cannot do what the benchmark needs at all. */
export type Understood<Answer> = { ok: true; answer: Answer } | { ok: false; why: string; cannot?: boolean };

export type Asked<Item extends Question, Answer> = {
  questions: readonly Item[];
  understand(question: Item, text: string): Understood<Answer>;
};
