import { inertJson } from './inert.ts';
import type { Report } from './report.ts';

/** `report.json` and `check --json`: the report as it stands, in its own order, safe to print. */
export function formatJson(report: Report): string {
  return `${inertJson(JSON.stringify(report, null, 2))}\n`;
}
