import { makeSample } from '../../scripts/sample/identify.ts';
import type { RunRecord } from '../../scripts/sample/run-file.ts';
import type { Sample } from '../../scripts/sample/sample.ts';

export const exampleRun = '2026-11-24-site-visit-7c1e09aa';

export const exampleAuthor = { name: 'Ann Example', email: 'ann@example.org' };

export const exampleRecord: RunRecord = {
  run: exampleRun,
  date: '2026-11-24',
  provider: 'template',
  parameters: { temperature: 0.7 },
  seed: 7,
  tool: 'evenhand/0.1.0',
  specs: ['prompts/gender/site-visit.yaml@3f2a90c41b7e'],
  counts: { requested: 4, accepted: 4, refused: {} },
  tokens: { input: 0, output: 0 },
  costMicroUsd: 0,
  energy: { wattHours: 0, source: 'no model was called' },
  licence: 'MIT',
};

type Slot = { text: string; axis?: string; family?: string; variant?: string };

export function exampleSample({ text, axis = 'gender', family, variant = 'women' }: Slot): Sample {
  return makeSample(
    { kind: 'text', text },
    {
      lang: 'en',
      axis,
      groups: [variant],
      stance: 'counterfactual',
      run: exampleRun,
      ...(family === undefined ? {} : { family: { id: family, variant } }),
    },
  );
}

/** Two families on one axis and a single sample on another. */
export const exampleSamples: Sample[] = [
  exampleSample({ text: 'She unrolled her drawings.', family: 'f_a', variant: 'women' }),
  exampleSample({ text: 'He unrolled his drawings.', family: 'f_a', variant: 'men' }),
  exampleSample({ text: 'She checked the "naïve" plan\twith 日本 🚧.', family: 'f_b', variant: 'women' }),
  exampleSample({ text: 'The older fitter taught the crew.', axis: 'age', variant: 'older-adults' }),
];
