import { readFile } from 'node:fs/promises';
import type { Validator } from '../../sample/schema-validator.ts';
import { parseThresholds } from './parse-thresholds.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** The thresholds of a dataset: its owner's file where there is one, else the defaults. */
export async function readThresholds(path: string, validate: Validator): Promise<Thresholds> {
  const bytes = await readIfThere(path);
  return bytes ? parseThresholds(path, bytes, validate) : defaultThresholds;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
