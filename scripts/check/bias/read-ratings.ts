import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { newerRatings } from './valence-words.ts';
import type { Ratings } from './word-ratings.ts';

/** Reads VADER's rated words: a line is word, tab, mean rating, and more that is not needed here. */
export async function readRatings(): Promise<Ratings> {
  const path = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt');
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const rated = lines.map((line): [string, number] => {
    const [word = '', rating] = line.split('\t');
    return [word, Number(rating)];
  });
  return new Map([...rated, ...newerRatings]);
}
