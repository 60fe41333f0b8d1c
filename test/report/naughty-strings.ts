import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/samples.ts';

const path = join(projectRoot, '../shared/fixtures/naughty-strings/blns.json');

/** The Big List of Naughty Strings, 515 of them; undefined where ../shared/fixtures is missing. */
export const naughtyStrings: string[] | undefined = existsSync(path)
  ? (JSON.parse(readFileSync(path, 'utf8')) as string[])
  : undefined;
