import { factsOfSample, type Reader, valenceUnit } from '../bias/sample-facts.ts';
import type { Entry } from '../check.ts';
import { judgeTexts } from '../safety/judge-texts.ts';
import type { Placed } from './draw-samples.ts';

/** What is measured of a sample without asking anybody. */
export type OfflineFacts = {
  /** Mean valence (VADER, −1..1) of what is said of the groups it names; undefined where it names none that is known. */
  tone: number | undefined;
  /** Codes of the safety findings, each once. */
  safety: string[];
};

const encoder = new TextEncoder();

export function offlineFactsOf({ sample, path, line }: Placed, reader: Reader): OfflineFacts {
  const tones = [...(factsOfSample(reader, sample)?.groups.values() ?? [])]
    .map(({ learned }) => learned)
    .filter((learned) => learned !== undefined);
  const entry: Entry = {
    path,
    line,
    bytes: encoder.encode(JSON.stringify(sample)),
    jsonProblem: undefined,
    value: sample,
    schemaProblems: [],
    sample,
    content: sample,
    role: 'subject',
  };
  const safety = [...new Set(judgeTexts(entry, new Map()).map(({ code }) => code))].sort();
  return { tone: tones.length === 0 ? undefined : mean(tones) / valenceUnit, safety };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
