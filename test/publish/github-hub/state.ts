/** What a classic token may do by its scopes, or a fine-grained one by its permissions. */
export type Token = {
  value: string;
  scopes: string[];
  /** Absent for a classic token. */
  permissions?: Record<string, 'read' | 'write'>;
  isExpired: boolean;
  /** Owners whose organisations ask for single sign-on that this token has not gone through. */
  ssoOwners: string[];
};

export type Account = { id: number; login: string; type: 'User' | 'Bot'; token: Token };

export type Permission = 'admin' | 'write' | 'read';

export type Pull = {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged: boolean;
  user: string;
  head: { repository: HubRepository; ref: string };
  base: { ref: string };
  maintainerCanModify: boolean;
  draft: boolean;
};

export type HubAsset = {
  id: number;
  name: string;
  content: Buffer;
  /** GitHub's for one whose upload broke off is "starter". */
  state: string;
  /** Null while GitHub has not computed it; that of the content where it is left out. */
  digest?: string | null;
};

export type HubRelease = {
  id: number;
  tag: string;
  target: string;
  name: string;
  notes: string;
  isDraft: boolean;
  assets: HubAsset[];
};

export type HubRepository = {
  id: number;
  owner: string;
  name: string;
  /** The bare Git repository. */
  folder: string;
  parent?: HubRepository;
  defaultBranch: string;
  isArchived: boolean;
  allowsForking: boolean;
  /** Who may do more than read; the owner is an admin. */
  collaborators: Map<string, Permission>;
  /** A fork's Git data arrive after this many requests that look at it. */
  looksUntilReady: number;
  pulls: Pull[];
  /** The oldest first. */
  releases: HubRelease[];
  /** Issues and pull requests share their numbers. */
  nextNumber: number;
  /** SHA-256 → content, of Git LFS. */
  lfsObjects: Map<string, Buffer>;
};

export type HubState = {
  /** Where the API and the repositories are served. */
  url: string;
  /** Where the bare repositories stand. */
  folder: string;
  accounts: Account[];
  repositories: HubRepository[];
  /** How many looks a new fork's Git data take to arrive. */
  forkLooks: number;
  nextId: number;
};

/** What a route gets to see of one request. */
export type HubRequest = {
  hub: HubState;
  account: Account | undefined;
  /** From the path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** The body as it came, for uploads. */
  bytes: Buffer;
};

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

/** `path` is written as GitHub's OpenAPI description has it. */
export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  handle: (request: HubRequest) => Reply | Promise<Reply>;
};

/** Ends a request with an error as GitHub words it. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(
    status: number,
    message: string,
    more: { errors?: unknown[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    const { errors, headers } = more;
    const body = {
      message,
      ...(errors ? { errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
    };
    this.reply = { status, body, ...(headers ? { headers } : {}) };
  }
}

export function findRepository(hub: HubState, owner: string, name: string): HubRepository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return hub.repositories.find((one) => `${one.owner}/${one.name}`.toLowerCase() === wanted);
}

/** What an account may do in a repository; everyone may read. */
export function permissionOf(repository: HubRepository, account: Account | undefined): Permission {
  if (!account) return 'read';
  return account.login === repository.owner
    ? 'admin'
    : (repository.collaborators.get(account.login) ?? 'read');
}

export function mayPush(repository: HubRepository, account: Account | undefined): boolean {
  return permissionOf(repository, account) !== 'read';
}
