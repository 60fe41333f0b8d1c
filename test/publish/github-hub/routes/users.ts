import { requireAccount } from '../authenticate.ts';
import type { Account, HubRequest, Reply, Route } from '../state.ts';

export const userRoutes: Route[] = [{ method: 'GET', path: '/user', handle: getUser }];

function getUser({ account }: HubRequest): Reply {
  return { status: 200, body: toUser(requireAccount(account)) };
}

export function toUser({ id, login, type }: Pick<Account, 'id' | 'login' | 'type'>): object {
  return { id, login, type, node_id: `U_${id}` };
}
