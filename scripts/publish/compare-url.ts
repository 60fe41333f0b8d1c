import { parseRemoteUrl } from './remote-url.ts';

/** Servers and browsers refuse addresses much longer than this many characters. */
const maxUrlLength = 8_000;
const maxTitleLength = 256;

type Comparison = {
  /** The repository to merge into. */
  remoteUrl: string;
  /** Where the branch is pushed, where that is another repository: a fork. */
  pushUrl?: string;
  /** The branch to merge into. */
  base: string;
  /** The contribution's branch. */
  branch: string;
  title: string;
  body: string;
};

/**
 * The page on which GitHub offers to open the pull request, filled in and at most 8,000 characters long (the
 * body is cut); undefined where the remote is not a GitHub or GitHub Enterprise repository.
 */
export function compareUrl({
  remoteUrl,
  pushUrl,
  base,
  branch,
  title,
  body,
}: Comparison): string | undefined {
  const repository = parseRemoteUrl(remoteUrl);
  if (!repository) return undefined;
  const { origin, owner, name } = repository;
  const fork = pushUrl === undefined ? undefined : parseRemoteUrl(pushUrl);
  const head = fork && fork.owner !== owner ? `${fork.owner}:${branch}` : branch;
  const page = `${origin}/${owner}/${name}/compare/${encodeRef(base)}...${encodeRef(head)}`;
  const start = `${page}?quick_pull=1&title=${encode(cut(title, maxTitleLength))}&body=`;
  return start + encodeUpTo(body, maxUrlLength - start.length);
}

/** The command that the user runs next. */
export function pushCommand({ remote, branch }: { remote: string; branch: string }): string {
  return `git push -u ${remote} ${branch}`;
}

function encodeRef(ref: string): string {
  return encode(ref).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

/** Percent-encoded, also where a bracket would end the link in a Markdown text. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Encodes as many whole characters as fit into `maxLength` encoded ones. */
function encodeUpTo(text: string, maxLength: number): string {
  const whole = encode(text);
  if (whole.length <= maxLength) return whole;
  const ending = encode('…');
  let encoded = '';
  for (const character of text) {
    const next = encode(character);
    if (encoded.length + next.length + ending.length > maxLength) break;
    encoded += next;
  }
  return encoded + ending;
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).toWellFormed()}…`;
}
