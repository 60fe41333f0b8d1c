import { expect, it } from 'vitest';
import { parseThresholds } from '../../../scripts/check/bias/parse-thresholds.ts';
import { loadAxis } from '../../../scripts/sample/load-axis.ts';
import { schema } from '../../support/samples.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it('names line and column of all that is wrong in a file, and how to mend it', () => {
  const text = '{\n  "bias": {\n    "balanceGrowth": "much",\n    "balnceGrowth": 1\n  }\n}\n';
  const parse = () => parseThresholds('evenhand.json', bytesOf(text), schema('config'));
  expect(parse).toThrow(/^evenhand\.json:\d:\d+: .*\(.*\)$/m);
  expect(parse).toThrow(
    'evenhand.json:4:21: "balnceGrowth" is not a field here (Remove the field, or correct its name.',
  );
});

it('says what the whole value is, where something is missing in it', () => {
  const parse = () => loadAxis('gender.json', bytesOf('\n{"axis": "gender"}\n'), schema('axis'));
  expect(parse).toThrow('gender.json:2:1: the axis has no "groups" (Add the field "groups".)');
});
