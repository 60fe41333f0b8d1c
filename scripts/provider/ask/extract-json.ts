/**
 * The JSON object in a model's answer: the whole of it, or what stands in it among other words (a code fence, a
 * greeting, a reasoning model's thoughts in front). Undefined where there is none; an answer that breaks off has
 * none.
 */
export function extractJson(answer: string): Record<string, unknown> | undefined {
  const text = answer.replace(/^\uFEFF/, '').replace(/^\s*<think>[\s\S]*?<\/think>/, '');
  return parseObject(text) ?? parseObject(fencedPart(text)) ?? firstObject(text);
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function fencedPart(text: string): string | undefined {
  return /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
}

/** Braces tried before giving up: a text full of them must not take quadratic time. */
const maxStarts = 64;

function firstObject(text: string): Record<string, unknown> | undefined {
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < maxStarts; tries++) {
    const end = closingBrace(text, start);
    const found = end === undefined ? undefined : parseObject(text.slice(start, end + 1));
    if (found) return found;
    start = text.indexOf('{', end === undefined ? start + 1 : end + 1);
  }
  return undefined;
}

/** Where the object that begins here ends; braces inside strings do not count. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return index;
  }
  return undefined;
}
