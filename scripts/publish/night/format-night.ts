import type { BiasReport } from '../../check/bias/bias-report.ts';
import { formatMarkdown } from '../../report/format-markdown.ts';
import { groupFindings } from '../../report/group-findings.ts';
import { clip, inertMarkdown } from '../../report/inert.ts';
import type { Report } from '../../report/report.ts';
import { sayCount, sayPlace } from '../../report/wording.ts';

/** What the night found out. */
export type Night = {
  commit: string;
  /** Of the whole dataset by itself. */
  check: Report;
  /** What all contributions since the last release do together; undefined where there is no release yet. */
  drift: BiasReport | undefined;
  /** The archive: how many files stand behind pointers, and the SHA-256 of those that the server lacks. */
  archive: { files: number; missing: string[] };
  /** Whether the mirror holds the newest release; undefined where there is no mirror. */
  mirror: { ok: boolean } | undefined;
};

/** UTF-16 code units; GitHub refuses a body of more than 65,536 characters. */
const maxLength = 60_000;
const placesShown = 20;

type Line = { ok: boolean; name: string; says: string };

export type NightIssue = {
  /** Whether there is nothing to do. */
  ok: boolean;
  body: string;
};

/** How our issue is known again. */
export const nightTitle = 'The nightly audit found something';

/** The issue's body: one line for each question, then what is behind the ones that went wrong. */
export function formatNight(night: Night): NightIssue {
  const lines = [ofCheck(night), ofDrift(night), ofArchive(night), ofMirror(night)];
  const rows = lines.map(({ ok, name, says }) => `| ${ok ? '✅' : '❌'} | ${name} | ${says} |`);
  const head = [
    `Of commit \`${night.commit.slice(0, 12)}\`. This text is written anew every night; the issue is closed when all is well.`,
    ['| | Question | Answer |', '|---|---|---|', ...rows].join('\n'),
    ...listFindings(night),
    ...listMissing(night),
  ].join('\n\n');
  const tail = '\n\n</details>\n';
  const open = '\n\n<details>\n<summary>The report on the whole dataset</summary>\n\n';
  const report = formatMarkdown(night.check, maxLength - head.length - open.length - tail.length);
  return { ok: lines.every(({ ok }) => ok), body: `${head}${open}${report.trimEnd()}${tail}` };
}

function ofCheck({ check }: Night): Line {
  return {
    ok: check.ok,
    name: 'Does the whole dataset pass its checks?',
    says: inertMarkdown(clip(check.verdict, 600)),
  };
}

function ofDrift({ drift }: Night): Line {
  const name = 'Has its balance got worse since the last release?';
  if (!drift) return { ok: true, name, says: 'There is no release yet, or nothing new since.' };
  const gates = drift.changes.filter(({ status }) => status === 'gate').length;
  return { ok: gates === 0, name, says: inertMarkdown(clip(drift.headline, 600)) };
}

function ofArchive({ archive: { files, missing } }: Night): Line {
  const name = 'Does every file of the archive exist?';
  if (files === 0) return { ok: true, name, says: 'The archive is empty.' };
  const says =
    missing.length === 0
      ? `${sayCount(files, 'file')}, all there.`
      : `${missing.length} of ${files} are missing.`;
  return { ok: missing.length === 0, name, says };
}

function ofMirror({ mirror }: Night): Line {
  const name = 'Does the mirror hold the newest release?';
  if (!mirror) return { ok: true, name, says: 'There is no mirror, or no release yet.' };
  const says = mirror.ok
    ? 'Yes, file by file.'
    : 'It differs. Run the workflow "mirror", or `npx evenhand mirror --check` to see in what.';
  return { ok: mirror.ok, name, says };
}

function listFindings({ check }: Night): string[] {
  const errors = groupFindings(check.findings)
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ findings }) => findings)
    .slice(0, placesShown);
  return errors.length === 0
    ? []
    : [
        errors
          .map((finding) => `- ${inertMarkdown(clip(`${sayPlace(finding)}: ${finding.message}`, 400))}`)
          .join('\n'),
      ];
}

function listMissing({ archive: { missing } }: Night): string[] {
  if (missing.length === 0) return [];
  return [
    `Missing from Git LFS:\n\n${missing
      .slice(0, placesShown)
      .map((sha256) => `- \`${sha256}\``)
      .join('\n')}`,
  ];
}
