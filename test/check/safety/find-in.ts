import { readFeatures } from '../../../scripts/check/safety/features.ts';
import type { Hit, Setting } from '../../../scripts/check/safety/rule.ts';
import { rules } from '../../../scripts/check/safety/rules.ts';

/** What the table of rules says of one text, as the check asks it. */
export function findIn(text: string, setting: Setting = { field: 'text', lang: undefined }): Hit[] {
  const features = readFeatures(text);
  return rules.flatMap((rule) => (rule.mayFind(text, features) ? rule.find(text, setting) : []));
}

export function codesIn(text: string, setting?: Setting): string[] {
  return [...new Set(findIn(text, setting).map(({ code }) => code))];
}
