import type { Route } from '../state.ts';
import { forkRoutes } from './forks.ts';
import { gitRoutes } from './git.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import { userRoutes } from './users.ts';

/** Everything of GitHub's API that the hub speaks: a resource is a file here and one line. */
export const routes: Route[] = [
  ...userRoutes,
  ...repositoryRoutes,
  ...forkRoutes,
  ...gitRoutes,
  ...pullRoutes,
];
