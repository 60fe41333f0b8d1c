import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../errors.ts';
import { formatHtml } from './format-html.ts';
import { formatJson } from './format-json.ts';
import { formatMarkdown } from './format-markdown.ts';
import type { Report } from './report.ts';

/** Where the renderings stand. */
export type ReportPaths = { json: string; markdown: string; html: string };

/**
 * Writes `report.json`, `report.md` and `report.html` into `folder`, each whole or not at all.
 * @throws UserError `REPORT_NOT_WRITTEN` where the folder cannot be made or written.
 */
export async function writeReport(folder: string, report: Report): Promise<ReportPaths> {
  const paths = {
    json: join(folder, 'report.json'),
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(paths.json, formatJson(report));
    await writeFileAtomic(paths.markdown, formatMarkdown(report));
    await writeFileAtomic(paths.html, formatHtml(report));
  } catch (cause) {
    throw new UserError(`The report cannot be written to ${folder}: ${sayCause(cause)}`, {
      code: 'REPORT_NOT_WRITTEN',
      fix: 'Give a folder that you may write to and that has space left, or free some.',
      blame: 'world',
      cause,
    });
  }
  return paths;
}

function sayCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
