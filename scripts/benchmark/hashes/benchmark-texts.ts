import { UserError } from '../../errors.ts';
import { parseCrowsPairs } from '../crows-pairs/parse-crows-pairs.ts';
import { parseStereoset } from '../stereoset/parse-stereoset.ts';

export type BenchmarkTexts = { benchmark: string; source: string; licence: string; texts: string[] };

/**
 * Every text of a benchmark's published file: StereoSet's dev.json, CrowS-Pairs' crows_pairs_anonymized.csv, or one
 * of BBQ's .jsonl files. Which one it is, its content tells.
 * @throws UserError where it is none of them.
 */
export function parseBenchmarkTexts(content: string, path: string): BenchmarkTexts {
  const start = content.slice(0, 2_000);
  if (/^[^\n]*\bsent_more\b[^\n]*\bsent_less\b/.test(start)) return crowsPairs(content, path);
  if (/^\{[^\n]*"question"[^\n]*"ans0"|^\{[^\n]*"ans0"[^\n]*"question"/.test(start))
    return bbq(content, path);
  if (/"intersentence"|"intrasentence"/.test(start)) return stereoset(content, path);
  throw new UserError(`${path} is none of the benchmark files known`, {
    code: 'BAD_BENCHMARK_FILE',
    fix: "Give StereoSet's dev.json, CrowS-Pairs' crows_pairs_anonymized.csv or BBQ's .jsonl files, as published.",
  });
}

function stereoset(content: string, path: string): BenchmarkTexts {
  const clusters = parseStereoset(parseValue(content, path), path);
  const texts = clusters.flatMap(({ context, sentences }) => [
    ...(context.includes('BLANK') ? [] : [context]),
    ...Object.values(sentences).map(({ text }) => text),
  ]);
  return {
    benchmark: 'StereoSet dev',
    source: 'github.com/moinnadeem/StereoSet, data/dev.json (Nadeem, Bethke and Reddy 2021)',
    licence: 'CC BY-SA 4.0',
    texts,
  };
}

function crowsPairs(content: string, path: string): BenchmarkTexts {
  return {
    benchmark: 'CrowS-Pairs',
    source: 'github.com/nyu-mll/crows-pairs, data/crows_pairs_anonymized.csv (Nangia et al. 2020)',
    licence: 'CC BY-SA 4.0',
    texts: parseCrowsPairs(content, path).flatMap(({ more, less }) => [more, less]),
  };
}

function bbq(content: string, path: string): BenchmarkTexts {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const texts = lines.flatMap((line) => {
    const item = parseValue(line, path) as Record<string, unknown>;
    return ['context', 'question'].map((name) => (typeof item[name] === 'string' ? item[name] : ''));
  });
  return {
    benchmark: 'BBQ',
    source: 'github.com/nyu-mll/BBQ, data/*.jsonl (Parrish et al. 2022)',
    licence: 'CC BY 4.0',
    texts,
  };
}

function parseValue(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path} is not JSON: ${(cause as Error).message}`, {
      code: 'BAD_BENCHMARK_FILE',
      fix: 'Give the file as it was published.',
      cause,
    });
  }
}
