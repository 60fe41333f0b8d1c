import { readFile } from 'node:fs/promises';
import type { Control } from './control.ts';

/** Reads texts with known answers from a file of this package. */
export async function readControls(path: string): Promise<Control[]> {
  return (JSON.parse(await readFile(path, 'utf8')) as { controls: Control[] }).controls;
}
