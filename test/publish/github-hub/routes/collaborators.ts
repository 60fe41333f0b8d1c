import { requireAccount } from '../authenticate.ts';
import { type HubRequest, permissionOf, Refusal, type Reply, type Route } from '../state.ts';
import { lookAtRepository } from './repositories.ts';

export const collaboratorRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/collaborators/{username}/permission', handle: getPermission },
];

async function getPermission(request: HubRequest): Promise<Reply> {
  requireAccount(request.account);
  const repository = await lookAtRepository(request);
  const user = request.hub.accounts.find(({ login }) => login === request.params['username']);
  if (!user) throw new Refusal(404, 'Not Found');
  const permission = permissionOf(repository, user);
  return { status: 200, body: { permission, role_name: permission, user: { login: user.login } } };
}
