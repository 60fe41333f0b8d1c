import type { PromptSpec, SlotValue, Template } from '../../scripts/prompt/spec.ts';
import type { TemplateContext } from '../../scripts/prompt/template-slots.ts';
import { requireAxis } from '../../scripts/sample/axis.ts';
import { allAxes } from './axes.ts';

type Sketch = {
  axis?: string;
  text?: string;
  slots?: Record<string, (string | SlotValue)[]>;
  groups?: string[];
  versions?: number;
  lang?: string;
  stance?: Template['stance'];
};

/** A spec with one template, straight from values: no schema stands between a test and the language. */
export function contextOf(sketch: Sketch): TemplateContext {
  const {
    axis = 'gender',
    text = '',
    slots = {},
    groups,
    versions,
    lang = 'en',
    stance = 'counterfactual',
  } = sketch;
  const template: Template = {
    name: 'only',
    stance,
    content: { kind: 'text', text },
    ...(groups ? { groups } : {}),
  };
  const values = Object.entries(slots).map(([name, list]) => [name, list.map(toValue)]);
  const spec: PromptSpec = {
    path: `prompts/${axis}/sketch.yaml`,
    name: 'sketch',
    sha256: '0'.repeat(64),
    title: 'A sketch',
    axis,
    kind: 'text',
    lang,
    stances: [stance],
    instructions: 'Write.',
    slots: Object.fromEntries(values),
    examples: [],
    templates: [template],
    ...(versions ? { versions } : {}),
  };
  return { template, spec, axis: requireAxis(allAxes, axis) };
}

function toValue(value: string | SlotValue): SlotValue {
  return typeof value === 'string' ? { one: value } : value;
}
