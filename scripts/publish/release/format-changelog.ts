import { inertMarkdown } from '../../report/inert.ts';
import { sayCount, sayNumber } from '../../report/wording.ts';
import type { ReleasePlan, RowChange } from './release-plan.ts';

/** `CHANGELOG.md` of one release. */
export function formatChangelog({ version, previous, source, difference, bump }: ReleasePlan): string {
  const { total, axes, contributors, breaking, metadata, takedowns } = difference;
  const since = previous
    ? `Since ${previous.version} (${previous.commit.slice(0, 12)})`
    : 'The first release';
  const sections = [
    `# ${version} (${source.date})`,
    `${since}${bump ? `, a ${bump} version` : ''}: ${sayChange(total)}.`,
    list('## Breaking', breaking),
    table('## By axis', 'Axis', axes),
    table('## By contributor', 'Contributor', contributors),
    list(
      '## Taken down',
      takedowns.map(({ id, date, reason }) => `${id} (${date}): ${reason}`),
    ),
    list('## Other files', metadata),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

export function sayChange({ added, removed, relabelled }: RowChange): string {
  const parts = [
    `${sayCount(added, 'sample')} added`,
    ...(removed > 0 ? [`${sayNumber(removed)} removed`] : []),
    ...(relabelled > 0 ? [`${sayNumber(relabelled)} relabelled`] : []),
  ];
  return parts.join(', ');
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0
    ? ''
    : `${heading}\n\n${items.map((item) => `- ${inertMarkdown(item)}`).join('\n')}`;
}

function table(heading: string, name: string, changes: Record<string, RowChange>): string {
  const rows = Object.entries(changes).map(
    ([key, { added, removed, relabelled }]) =>
      `| ${inertMarkdown(key)} | ${sayNumber(added)} | ${sayNumber(removed)} | ${sayNumber(relabelled)} |`,
  );
  if (rows.length === 0) return '';
  return [
    heading,
    '',
    `| ${name} | added | removed | relabelled |`,
    '| --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
