import { join } from 'node:path';
import { readAxes } from '../../scripts/sample/read-axes.ts';
import { projectRoot, schema } from './samples.ts';

/** Every axis that ships. */
export const allAxes = await readAxes(join(projectRoot, 'schemas', 'axes'), schema('axis'));
