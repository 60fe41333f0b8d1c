import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../errors.ts';
import { formatCsv } from './format-csv.ts';
import { formatHtml } from './format-html.ts';
import { formatJson } from './format-json.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatSarif } from './format-sarif.ts';
import type { Report } from './report.ts';

/** File extension → rendering. */
const renderings = {
  json: formatJson,
  md: formatMarkdown,
  html: formatHtml,
  sarif: formatSarif,
  csv: formatCsv,
} satisfies Record<string, (report: Report) => string>;

export type Rendering = keyof typeof renderings;

/** Every rendering. */
export const allRenderings = Object.keys(renderings) as Rendering[];
/** What a person reads, and `report.json`. */
export const readableRenderings: readonly Rendering[] = ['json', 'md', 'html'];

/**
 * Writes the report into `folder`, `report.json` and so on, each whole or not at all; gives the page's path.
 * @throws UserError `REPORT_NOT_WRITTEN` where the folder cannot be made or written.
 */
export async function writeReport(
  folder: string,
  report: Report,
  wanted: readonly Rendering[],
): Promise<{ html: string }> {
  const pathOf = (rendering: Rendering) => join(folder, `report.${rendering}`);
  try {
    await mkdir(folder, { recursive: true });
    for (const rendering of wanted) await writeFileAtomic(pathOf(rendering), renderings[rendering](report));
  } catch (cause) {
    throw new UserError(`The report cannot be written to ${folder}: ${sayCause(cause)}`, {
      code: 'REPORT_NOT_WRITTEN',
      fix: 'Give a folder that you may write to and that has space left, or free some.',
      blame: 'world',
      cause,
    });
  }
  return { html: pathOf('html') };
}

function sayCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
