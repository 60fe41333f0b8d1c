import { canonicalJson } from '../sample/canonical-json.ts';
import type { RunFile } from '../sample/run-file.ts';

/** Keys sorted as RFC 8785 sorts them, two spaces, a final line feed. */
export function formatRunFile(run: RunFile): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(run)), null, 2)}\n`;
}
