/** What stands between these lines of a body is ours; all else is the contributor's and stays as it is. */
const opening = '<!-- evenhand:report -->';
const closing = '<!-- /evenhand:report -->';

export function markReport(report: string): string {
  return `${opening}\n${report.trim()}\n${closing}`;
}

/** The body there is, with the report of the new one. Where somebody took the report out, nothing is put back. */
export function replaceReport(body: string, newBody: string): string {
  const old = findReport(body);
  const fresh = findReport(newBody);
  if (!old || !fresh) return body;
  return body.slice(0, old.start) + newBody.slice(fresh.start, fresh.end) + body.slice(old.end);
}

/** GitHub's pages turn line feeds into CR LF once somebody edits a body there; the markers are one line each. */
function findReport(body: string): { start: number; end: number } | undefined {
  const start = body.indexOf(opening);
  const end = body.indexOf(closing, start + opening.length);
  return start < 0 || end < 0 ? undefined : { start, end: end + closing.length };
}
