export type Script = 'latin' | 'mixed';

type Options = { count: number; script: Script; bytesPerLine: number };

const latin =
  'the engineer unrolled her drawings before crew arrived and asked who had signed off on bridge'.split(' ');
const mixed = [...latin, 'מהנדסת', 'مهندسة', '工程师', 'Brücke', 'इंजीनियर', '👩‍🔧', '“well”', 'naïve'];
const vocabularies: Record<Script, string[]> = { latin, mixed };

/** Canonical sample lines with their line feeds, each of about `bytesPerLine` bytes; the same on every call. */
export function makeLines({ count, script, bytesPerLine }: Options): string[] {
  const random = lehmer(1);
  const words = vocabularies[script];
  return Array.from({ length: count }, (_, index) => {
    const empty = sampleLine('', index);
    return sampleLine(makeText(words, bytesPerLine - empty.length, random), index);
  });
}

function makeText(words: string[], bytes: number, random: () => number): string {
  let text = '';
  for (let left = bytes; left > 0; ) {
    const word = words[Math.floor(random() * words.length)] ?? '';
    left -= new TextEncoder().encode(word).length + 1;
    text += random() < 0.01 ? `${word}\\n` : `${word} `;
  }
  return text;
}

function sampleLine(text: string, index: number): string {
  const id = `ev1_${String(index).padStart(26, '0')}`;
  const family = `f_${String(index).padStart(16, '0')}`;
  const head = `{"axis":"gender","family":{"id":"${family}","variant":"women"},"groups":["women"],"id":"${id}"`;
  const tail = `"run":"2026-11-24-site-visit-7c1e09aa","stance":"counterfactual","text":"${text}"}`;
  return `${head},"kind":"text","lang":"en",${tail}\n`;
}

/** The minimal-standard generator of Park and Miller (1988): 0 ≤ number < 1. */
export function lehmer(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}
