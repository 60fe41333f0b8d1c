import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256Hex } from '../../sample/hash.ts';
import type { Rubric } from './verdict-call.ts';

/** Reads a rubric; its name says which text it was: `rubric-1@<first 12 hex of its SHA-256>`. */
export async function readRubric(path: string): Promise<Rubric> {
  const text = await readFile(path, 'utf8');
  return { text, name: `${basename(path, '.md')}@${sha256Hex(text).slice(0, 12)}` };
}
