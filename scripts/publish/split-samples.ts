import { UserError } from '../errors.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import { maxFileBytes, maxFileSamples } from '../sample/data-path.ts';
import type { Sample } from '../sample/sample.ts';

/** The content of one data file: canonical JSON lines, each ended by a line feed. */
export type DataPart = { content: string; samples: number };

/** Bytes (KB = 1,000 bytes) and samples that one data file may hold. */
export type FileBounds = { maxBytes: number; maxSamples: number };

/** Samples that must stand in one file. */
type Block = { text: string; bytes: number; samples: number; family: string | undefined };

/**
 * Spreads samples over as few files as their order allows; no family is split, the order is kept.
 * @throws UserError where one family alone is larger than a file.
 */
export function splitSamples(
  samples: Sample[],
  bounds: FileBounds = { maxBytes: maxFileBytes, maxSamples: maxFileSamples },
): DataPart[] {
  const parts: Block[] = [];
  for (const block of toBlocks(samples)) {
    refuseTooLarge(block, bounds);
    const last = parts.at(-1);
    if (last && fits(joined(last, block), bounds)) parts[parts.length - 1] = joined(last, block);
    else parts.push(block);
  }
  return parts.map(({ text, samples }) => ({ content: text, samples }));
}

/** Cuts wherever no family has members on both sides of the cut. */
function toBlocks(samples: Sample[]): Block[] {
  const lastIndex = new Map<string, number>();
  samples.forEach(({ family }, index) => {
    if (family) lastIndex.set(family.id, index);
  });
  const blocks: Block[] = [];
  let openUntil = -1;
  samples.forEach((sample, index) => {
    const line = toBlock(sample);
    const last = blocks.at(-1);
    if (last && index <= openUntil) blocks[blocks.length - 1] = joined(last, line);
    else blocks.push(line);
    openUntil = Math.max(openUntil, lastIndex.get(sample.family?.id ?? '') ?? index);
  });
  return blocks;
}

function toBlock(sample: Sample): Block {
  const text = `${canonicalJson(sample)}\n`;
  return { text, bytes: new TextEncoder().encode(text).length, samples: 1, family: sample.family?.id };
}

function joined(one: Block, other: Block): Block {
  return {
    text: one.text + other.text,
    bytes: one.bytes + other.bytes,
    samples: one.samples + other.samples,
    family: one.family,
  };
}

function fits({ bytes, samples }: Block, { maxBytes, maxSamples }: FileBounds): boolean {
  return bytes <= maxBytes && samples <= maxSamples;
}

function refuseTooLarge(block: Block, bounds: FileBounds): void {
  if (fits(block, bounds)) return;
  const what = block.family ? `the family ${block.family}` : 'one sample';
  throw new UserError(
    `${what} takes ${block.bytes} bytes in ${block.samples} samples; a data file holds at most ${bounds.maxBytes} bytes and ${bounds.maxSamples} samples, and a family is never split`,
    { code: 'FAMILY_TOO_LARGE', fix: 'Remove the family from the run, or make its texts shorter.' },
  );
}
