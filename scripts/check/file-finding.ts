import type { Finding } from './finding.ts';

/** A finding about a file as a whole. */
export function fileFinding(path: string, text: { code: string; message: string; fix: string }): Finding {
  return { severity: 'error', path, line: 0, column: 0, sample: null, ...text };
}
