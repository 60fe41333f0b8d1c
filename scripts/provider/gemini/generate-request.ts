import type { GenerateContentConfig, GenerateContentParameters } from '@google/genai';
import type { ModelCall } from '../model-provider.ts';

/** The parameters of a `generateContent` call; the SDK makes the HTTP body of them. */
export function toGenerateRequest(call: ModelCall): GenerateContentParameters {
  const contents = call.turns.map(({ role, content }) => ({
    role: role === 'assistant' ? 'model' : 'user',
    parts: [{ text: content }],
  }));
  return { model: call.model, contents, config: toConfig(call) };
}

function toConfig(call: ModelCall): GenerateContentConfig {
  const { system, mode, answerSchema, maxOutputTokens, temperature, seed, thinkingTokens } = call;
  const wantsJson = answerSchema !== undefined && mode !== 'text';
  return {
    systemInstruction: system,
    maxOutputTokens,
    ...(wantsJson ? { responseMimeType: 'application/json' } : {}),
    ...(wantsJson && mode === 'schema' ? { responseJsonSchema: answerSchema } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(thinkingTokens === undefined ? {} : { thinkingConfig: { thinkingBudget: thinkingTokens } }),
  };
}
