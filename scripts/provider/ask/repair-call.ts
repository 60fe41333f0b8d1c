import type { ModelCall } from '../model-provider.ts';

/** How much of a bad answer a repair turn shows again: it is paid for as input. */
const maxShown = 24_000;

type Repair = { id: string; answer: string; problems: string[] };

/** The same call with one more turn: what came, and what is wrong with it. */
export function repairCall(call: ModelCall, { id, answer, problems }: Repair): ModelCall {
  const list = problems.slice(0, 12).map((problem) => `- ${problem}`);
  return {
    ...call,
    id,
    turns: [
      ...call.turns,
      { role: 'assistant', content: answer.slice(0, maxShown) || '(nothing)' },
      {
        role: 'user',
        content: `That answer cannot be used:\n${list.join('\n')}\nGive the whole answer again, mended, as one JSON object and nothing else.`,
      },
    ],
  };
}
