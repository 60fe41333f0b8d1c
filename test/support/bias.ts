import { join } from 'node:path';
import type { BiasContext } from '../../scripts/check/bias/bias-check.ts';
import type { BiasReport } from '../../scripts/check/bias/bias-report.ts';
import { readReader } from '../../scripts/check/bias/read-reader.ts';
import { defaultThresholds } from '../../scripts/check/bias/thresholds.ts';
import { allAxes } from './axes.ts';
import { projectRoot, schema } from './samples.ts';

/** Reads as the commands do. */
export const reader = await readReader({
  axes: allAxes,
  path: join(projectRoot, 'schemas', 'attributes.json'),
  validate: schema('attributes'),
});

export function biasContext(mode: BiasReport['mode'] = 'merge'): BiasContext {
  return { reader, thresholds: defaultThresholds, mode };
}
