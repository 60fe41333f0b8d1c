import { listen, readBody, sendJson } from './listen.ts';

/** A question as it arrived. */
export type Heard = { system: string; user: string; schema: object | undefined };

type Options = {
  /** What the model says to a question. */
  answer(heard: Heard): string;
};

/** A server that speaks OpenAI's Chat Completions and says what a test has it say; it keeps what it was asked. */
export async function startScriptedServer({ answer }: Options) {
  const heard: Heard[] = [];
  const { url, close } = await listen((request, response) => {
    readBody(request).then((body) => {
      const { messages, response_format: format } = JSON.parse(body.toString());
      const question = {
        system: String(messages[0].content),
        user: String(messages[1].content),
        schema: format?.json_schema?.schema,
      };
      heard.push(question);
      sendJson(response, 200, {
        model: 'scripted-1',
        choices: [{ message: { role: 'assistant', content: answer(question) }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
      });
    });
  });
  return { url: `${url}/v1`, heard, close };
}
