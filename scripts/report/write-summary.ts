import { appendFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { formatMarkdown } from './format-markdown.ts';
import type { Report } from './report.ts';

/**
 * Adds the report to the job summary of a GitHub workflow.
 * @param path the file that `GITHUB_STEP_SUMMARY` names
 * @throws UserError where it cannot be written.
 */
export async function writeSummary(path: string, report: Report): Promise<void> {
  await appendFile(path, formatMarkdown(report)).catch((cause: Error) => {
    throw new UserError(`The job summary cannot be written to ${path}: ${cause.message}`, {
      code: 'SUMMARY_NOT_WRITTEN',
      fix: 'Leave out --github where no GitHub workflow runs, or let GITHUB_STEP_SUMMARY name a writable file.',
      blame: 'world',
      cause,
    });
  });
}
