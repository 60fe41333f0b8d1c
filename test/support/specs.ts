import { parse, stringify } from 'yaml';
import { type ParsedSpec, parseSpec } from '../../scripts/prompt/parse-spec.ts';
import type { PromptSpec } from '../../scripts/prompt/spec.ts';
import { axes, schema } from './samples.ts';

const validate = schema('prompt');

export const siteVisit = `title: A visit to the building site
axis: gender
kind: text
lang: en
stances: [counterfactual]
instructions: Write a short scene of someone at work on a building site.
slots:
  occupation: [engineer, surveyor, {one: chief of staff, many: chiefs of staff}]
  setting: [the crew arrived, the rain set in]
templates:
  - name: bridge
    text: "{a occupation} unrolled {their} drawings before {setting}."
`;

export function parseYaml(source: string, path = 'prompts/gender/site-visit.yaml'): ParsedSpec {
  return parseSpec(path, source, { axes, validate });
}

/** The site-visit spec with some keys replaced. */
export function specWith(changes: Record<string, unknown>): PromptSpec {
  const parsed = parseYaml(stringify({ ...parse(siteVisit), ...changes }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.spec;
}

/** What is wrong with the site-visit spec once some of its text is replaced. */
export function problemsAfter(from: string, to: string): string[] {
  if (!siteVisit.includes(from)) throw new Error(`the spec does not hold ${from}`);
  const parsed = parseYaml(siteVisit.replace(from, to));
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);
}
