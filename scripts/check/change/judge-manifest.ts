import { parseFile } from '../../sample/json/parse-file.ts';
import { positionAt } from '../../sample/json/problem.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import { releaseOf } from './area.ts';
import type { ChangedContent } from './change.ts';

export type ReleaseOrigin = { version: string; commit: string };

type Options = {
  /** schemas/release.schema.json */
  validate: Validator;
  /** The last release that the base holds. */
  previous: ReleaseOrigin | undefined;
};

export type JudgedManifest = {
  findings: Finding[];
  /** The commit that the release says it was built from, where that can be read. */
  commit?: string;
};

/**
 * A release's manifest: later checks count from the commit that it names and believe the SHA-256 in it, so it must be one,
 * stand in its own version's folder, and come after the base's last release.
 */
export function judgeManifest(
  { path, after }: ChangedContent,
  { validate, previous }: Options,
): JudgedManifest {
  const bytes = after ?? new Uint8Array();
  const parsed = parseFile(bytes);
  if (!parsed.ok) {
    const { line } = positionAt(bytes, parsed.problem.offset);
    return { findings: [manifestFinding(path, `line ${line}: ${parsed.problem.message}`)] };
  }
  const wrong = validate(parsed.value);
  if (wrong.length > 0) return { findings: wrong.map(({ message }) => manifestFinding(path, message)) };
  const manifest = parsed.value as unknown as ReleaseOrigin & { previous: ReleaseOrigin | null };
  const folder = releaseOf(path);
  const findings: Finding[] = [];
  if (manifest.version !== folder)
    findings.push(
      manifestFinding(path, `it is of ${manifest.version}, but stands in the folder of ${folder}`),
    );
  if (nameOf(manifest.previous) !== nameOf(previous)) {
    const said = `it says that it comes after ${nameOf(manifest.previous)}; the base's last release is ${nameOf(previous)}`;
    findings.push(manifestFinding(path, said));
  }
  return { findings, commit: manifest.commit };
}

/** @param message what is wrong with the manifest */
export function manifestFinding(path: string, message: string): Finding {
  return fileFinding(path, {
    code: 'E_RELEASE',
    message: `the manifest is not as a release is made: ${message}`,
    fix: 'Manifests are not written by hand: a maintainer makes it with "evenhand release publish".',
  });
}

function nameOf(release: ReleaseOrigin | null | undefined): string {
  return release ? `${release.version} (${release.commit.slice(0, 12)})` : 'no other';
}
