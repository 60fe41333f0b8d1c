import type { ModelCall } from '../provider/model-provider.ts';

/** One call that needs no other's answer, under a name of its own within the run. */
export type Question = { id: string; call: Omit<ModelCall, 'id' | 'model'> };

/** What an answer's text means. `cannot`: if it is the first, the server cannot do what is needed at all. */
export type Understood<Answer> = { ok: true; answer: Answer } | { ok: false; why: string; cannot?: boolean };

export type Asked<Item extends Question, Answer> = {
  questions: readonly Item[];
  /** `finish` is `length` where the answer's cap cut it off. */
  understand(question: Item, text: string, finish: 'stop' | 'length'): Understood<Answer>;
};
