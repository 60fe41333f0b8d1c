import { describe, expect, it } from 'vitest';
import { parseBenchmarkTexts } from '../../../scripts/benchmark/hashes/benchmark-texts.ts';

describe('parseBenchmarkTexts', () => {
  it("reads both sentences of each of CrowS-Pairs' rows", () => {
    const csv = [
      ',sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators',
      '0,"He said ""no"", twice.",She said no.,stereo,gender,[],a0,[]',
      '1,A.,B.,antistereo,age,[],a1,[]',
      '',
    ].join('\n');
    expect(parseBenchmarkTexts(csv, 'pairs.csv')).toMatchObject({
      benchmark: 'CrowS-Pairs',
      texts: ['He said "no", twice.', 'She said no.', 'A.', 'B.'],
    });
  });

  it("reads the context and the question of each of BBQ's lines", () => {
    const line = {
      example_id: 0,
      context: 'Two people met.',
      question: 'Who was late?',
      ans0: 'A',
      ans1: 'B',
    };
    expect(parseBenchmarkTexts(`${JSON.stringify(line)}\n`, 'Age.jsonl')).toMatchObject({
      benchmark: 'BBQ',
      texts: ['Two people met.', 'Who was late?'],
    });
  });

  it('refuses what is none of them', () => {
    expect(() => parseBenchmarkTexts('{"a":1}', 'a.json')).toThrow(/none of the benchmark files/);
  });
});
