import type { Kind, Sample } from '../../sample/sample.ts';
import type { Origin } from './origin.ts';

/** `struct` holds optional texts by name; `messages` is a list of { role, content }. */
export type ColumnType = 'string' | 'strings' | 'messages' | { struct: readonly string[] };

export type Column = {
  name: string;
  type: ColumnType;
  /** Whether a row may lack it. */
  optional?: true;
  /** For the metadata that goes with the files. */
  description: string;
};

export type Row = Record<string, unknown>;

/** A named view of the dataset: which samples, in which columns. */
export type Config = {
  name: string;
  /** Undefined takes every kind. */
  kind: Kind | undefined;
  columns: readonly Column[];
  toRow(sample: Sample, origin: Origin): Row;
};

const text: Column = { name: 'text', type: 'string', description: 'A passage for language modelling.' };
const messages: Column = {
  name: 'messages',
  type: 'messages',
  description: 'A conversation that ends with the assistant.',
};
const pair: Column[] = [
  { name: 'prompt', type: 'messages', description: 'What both answers answer.' },
  { name: 'chosen', type: 'messages', description: 'The preferred answer.' },
  {
    name: 'rejected',
    type: 'messages',
    description: 'The answer to learn to avoid: biased on purpose, never to be trained on as text.',
  },
];

const record: Column[] = [
  { name: 'id', type: 'string', description: 'Content address of the sample.' },
  { name: 'kind', type: 'string', description: 'text, chat or preference.' },
  { name: 'lang', type: 'string', description: 'BCP 47 tag of the language.' },
  { name: 'axis', type: 'string', description: 'The dimension of bias.' },
  { name: 'groups', type: 'strings', description: 'The groups of the axis that the sample is about.' },
  { name: 'stance', type: 'string', description: 'What the sample does on its axis, as declared.' },
  {
    name: 'association',
    type: { struct: ['group', 'term', 'attribute'] },
    optional: true,
    description: 'What the sample says of whom.',
  },
  {
    name: 'family',
    type: { struct: ['id', 'variant'] },
    optional: true,
    description: 'Counterfactual versions of one another share the id and differ in the variant.',
  },
  ...[text, messages, ...pair].map((column) => ({ ...column, optional: true as const })),
  {
    name: 'spec',
    type: 'string',
    optional: true,
    description: 'The prompt spec that asked for it: path, template, hash.',
  },
  { name: 'run', type: 'string', description: 'The run that made it.' },
  { name: 'date', type: 'string', description: 'The day the run was planned, UTC.' },
  { name: 'provider', type: 'string', description: 'What answered: templates, a person, or whose model.' },
  { name: 'model', type: 'string', optional: true, description: 'The model; none for templates and people.' },
  {
    name: 'terms',
    type: 'string',
    optional: true,
    description:
      "Address of the provider's terms, which go with the sample; none where only the licence holds.",
  },
  { name: 'licence', type: 'string', description: 'The licence of the sample.' },
  { name: 'contributor', type: 'string', description: 'Who contributed it.' },
];

/** The table of configs. */
export const configs: readonly Config[] = [
  { name: 'text', kind: 'text', columns: [text], toRow: (sample) => sample },
  { name: 'chat', kind: 'chat', columns: [messages], toRow: (sample) => sample },
  { name: 'preference', kind: 'preference', columns: pair, toRow: (sample) => sample },
  { name: 'all', kind: undefined, columns: record, toRow: (sample, origin) => ({ ...sample, ...origin }) },
];
