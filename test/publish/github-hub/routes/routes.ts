import type { Route } from '../state.ts';
import { checkRunRoutes } from './check-runs.ts';
import { collaboratorRoutes } from './collaborators.ts';
import { forkRoutes } from './forks.ts';
import { gitRoutes } from './git.ts';
import { gitObjectRoutes } from './git-objects.ts';
import { issueRoutes } from './issues.ts';
import { pullRoutes } from './pulls.ts';
import { releaseRoutes } from './releases.ts';
import { repositoryRoutes } from './repositories.ts';
import { userRoutes } from './users.ts';

/** Everything of GitHub's API that the hub speaks: a resource is a file here and one line. */
export const routes: Route[] = [
  ...userRoutes,
  ...repositoryRoutes,
  ...forkRoutes,
  ...gitRoutes,
  ...gitObjectRoutes,
  ...pullRoutes,
  ...releaseRoutes,
  ...checkRunRoutes,
  ...issueRoutes,
  ...collaboratorRoutes,
];
