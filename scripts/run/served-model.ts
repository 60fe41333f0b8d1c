import { legitimateOrHidden } from '../sample/hidden-characters.ts';

/** What the run file takes: UTF-16 code units of a name, and names. */
const maxLength = 200;
const maxNames = 32;

/**
 * Notes a model's name as a server tells it, fit for a run file: a paid run must not be lost to what a server says
 * beside its answers.
 */
export function addServedModel(names: Set<string>, told: string): void {
  const plain = told.replaceAll(legitimateOrHidden, ' ').normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  const name = plain.slice(0, maxLength).toWellFormed();
  if (name !== '' && names.size < maxNames) names.add(name);
}
