import type { Repository } from '../../publish/read-repository.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';

/** Where a contribution is made. */
export type Site = { project: Project; repository: Repository; world: World; json: boolean };
