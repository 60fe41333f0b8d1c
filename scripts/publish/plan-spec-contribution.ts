import { UserError } from '../errors.ts';
import { sha256Hex } from '../sample/hash.ts';
import { type Author, cleanAuthor } from './author.ts';
import type { Contribution } from './contribution.ts';
import { formatSpecsMessage } from './format-commit-message.ts';

type SpecFile = { path: string; content: string };

const specPath = /^prompts\/(?<axis>[a-z0-9]+(?:-[a-z0-9]+)*)\/(?<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.yaml$/;

/**
 * The pull request that must come before a run's: prompt specs that the base does not have. The branch is
 * named for the specs and their content, so the same specs give the same branch.
 * @throws UserError where there is no spec, or one stands outside `prompts/<axis>/`.
 */
export function planSpecContribution({ specs, author }: { specs: SpecFile[]; author: Author }): Contribution {
  const sorted = [...specs].sort((one, other) => (one.path < other.path ? -1 : 1));
  const [first] = sorted;
  if (!first) {
    throw new UserError('there is no prompt spec to contribute', {
      code: 'NO_SPECS',
      fix: 'Name a prompt spec, for example prompts/gender/site-visit.yaml.',
    });
  }
  const [name = ''] = sorted.map(nameOf);
  const more = sorted.length > 1 ? `-and-${sorted.length - 1}-more` : '';
  const hash = sha256Hex(sorted.map(({ path, content }) => `${path}@${sha256Hex(content)}`).join('\n'));
  const signer = cleanAuthor(author);
  return {
    branch: `prompt/${name}${more}-${hash.slice(0, 8)}`,
    files: sorted.map(({ path, content }) => ({ path, content, samples: 0 })),
    author: signer,
    message: formatSpecsMessage({ paths: sorted.map(({ path }) => path), author: signer }),
  };
}

/** `prompts/gender/site-visit.yaml` → `gender-site-visit`. */
function nameOf({ path, content }: SpecFile): string {
  const groups = specPath.exec(path)?.groups;
  if (groups && content !== '') return `${groups['axis']}-${groups['name']}`;
  throw new UserError(`${path}: a prompt spec is a file with content at prompts/<axis>/<name>.yaml`, {
    code: 'BAD_SPEC_PATH',
    fix: 'Move it there; names are lower-case letters, digits and single hyphens.',
  });
}
