import { UserError } from '../../errors.ts';
import { compareText } from '../../sample/order.ts';

/** A file of a release as GitHub is to hold it. */
export type Asset = {
  /** Folders are spelt with two hyphens: GitHub keeps a flat list. */
  name: string;
  path: string;
  bytes: number;
  sha256: string;
};

/** What GitHub is to hold of a release. */
export type Publication = {
  version: string;
  tag: string;
  /** The commit that the release was built from. */
  source: string;
  /** The tree of the release commit: the source's and `releases/<version>/`. */
  tree: string;
  branch: string;
  title: string;
  notes: string;
  /** Stands in the notes, and tells our drafts from others. */
  mark: string;
  assets: readonly Asset[];
};

/** GitHub's bounds: a file must be smaller than 2 GiB, and a release has at most 1,000 of them. */
const maxAssetBytes = 2 ** 31 - 1;
const maxAssets = 1_000;
/** GitHub takes 125,000 characters of notes. */
const maxChangelogLength = 100_000;

type Facts = {
  version: string;
  source: string;
  tree: string;
  /** SHA-256 of manifest.json. */
  manifest: string;
  files: readonly Omit<Asset, 'name'>[];
  changelog: string;
};

/** @throws UserError where GitHub could not hold the files. */
export function planPublication({ version, source, tree, manifest, files, changelog }: Facts): Publication {
  const assets = files
    .map(({ path, bytes, sha256 }) => ({ name: assetName(path), path, bytes, sha256 }))
    .sort((a, b) => compareText(a.name, b.name));
  refuseUnfit(assets);
  const mark = `SHA-256 of manifest.json: ${manifest}`;
  return {
    version,
    tag: `v${version}`,
    source,
    tree,
    branch: `release/${version}`,
    title: `Evenhand ${version}`,
    notes: formatNotes(changelog, source, mark),
    mark,
    assets,
  };
}

/** `text/train-00000.parquet` → `text--train-00000.parquet`. */
export function assetName(path: string): string {
  return path.replaceAll('/', '--');
}

function refuseUnfit(assets: readonly Asset[]): void {
  const problems = [
    ...assets.filter(({ bytes }) => bytes > maxAssetBytes).map(({ path }) => `${path} has 2 GiB or more`),
    ...assets.filter(({ bytes }) => bytes === 0).map(({ path }) => `${path} is empty`),
    ...assets.filter(({ path }) => path.includes('--')).map(({ path }) => `${path} has "--" in its name`),
    ...(assets.length > maxAssets
      ? [`there are ${assets.length} files, of which GitHub takes ${maxAssets}`]
      : []),
  ];
  if (problems.length === 0) return;
  throw new UserError(`GitHub cannot hold this release: ${problems.join(', ')}`, {
    code: 'RELEASE_UNFIT',
    fix: 'Build the release with this version of the tool, which writes smaller files.',
  });
}

function formatNotes(changelog: string, source: string, mark: string): string {
  const [, ...rest] = changelog.split('\n');
  const changes = rest.join('\n').trim();
  const shown =
    changes.length > maxChangelogLength ? 'The changes are listed in CHANGELOG.md below.' : changes;
  return `${shown}

## To load it

Download all files into one folder, and put them where the names say (\`--\` stands for a folder):

\`\`\`sh
for file in *--*; do path="\${file//--//}"; mkdir -p "\${path%/*}"; mv "$file" "$path"; done
sha256sum --check --quiet SHA256SUMS
\`\`\`

Then \`load_dataset(".", "chat")\`. README.md is the dataset card: what is in it, under which terms, and how biased it is measured to be.

Built from commit ${source}.
${mark}
`;
}
