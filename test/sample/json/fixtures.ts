import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/fixtures/', import.meta.url));

export type SuiteFile = { name: string; bytes: Uint8Array };
export type HostileCase = { id: string; class: string; verdict: string; code: string; bytes: Uint8Array };

/** JSONTestSuite's files by name; undefined where the fixtures are not there. */
export function readSuite(): SuiteFile[] | undefined {
  const suite = `${folder}json-test-suite/`;
  if (!existsSync(suite)) return undefined;
  const names = readdirSync(suite).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({ name, bytes: new Uint8Array(readFileSync(suite + name)) }));
}

/** The hostile inputs; undefined where the fixtures are not there. */
export function readHostileCases(): HostileCase[] | undefined {
  const path = `${folder}hostile/cases.jsonl`;
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const { b64, ...rest } = JSON.parse(line);
    return { ...rest, bytes: new Uint8Array(Buffer.from(b64, 'base64')) };
  });
}
