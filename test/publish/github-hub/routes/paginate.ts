import type { HubRequest, Reply } from '../state.ts';

/** One page of a list, with the link to the next one; GitHub gives 30 a page, 100 at most. */
export function paginate(items: unknown[], { query }: Pick<HubRequest, 'query'>): Reply {
  const perPage = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const body = items.slice((page - 1) * perPage, page * perPage);
  if (page * perPage >= items.length) return { status: 200, body };
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  return { status: 200, body, headers: { 'x-next-query': next.toString() } };
}
