import { readFile } from 'node:fs/promises';
import type { Axes } from '../../sample/axis.ts';
import { buildLexicon } from '../../sample/lexicon.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { parseAttributes } from './attributes.ts';
import { readRatings } from './read-ratings.ts';
import { createReader, type Reader } from './sample-facts.ts';

type Sources = { axes: Axes /** Of the attribute categories. */; path: string; validate: Validator };

/**
 * Reads what texts are measured with: the attribute categories and the rated words.
 * @throws UserError where the categories break their schema.
 */
export async function readReader({ axes, path, validate }: Sources): Promise<Reader> {
  const [bytes, ratings] = await Promise.all([readFile(path), readRatings()]);
  return createReader({
    axes,
    lexicon: buildLexicon(axes),
    ratings,
    attributes: parseAttributes(path, bytes, validate),
  });
}
