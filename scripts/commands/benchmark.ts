import { addBbq } from './benchmark-bbq.ts';
import { addCrowsPairs } from './benchmark-crows-pairs.ts';
import { addDownload } from './benchmark-download.ts';
import { addBenchmarkHashes } from './benchmark-hashes.ts';
import { addStereoset } from './benchmark-stereoset.ts';
import type { AddCommand } from './command.ts';

const adders = [addStereoset, addCrowsPairs, addBbq, addDownload, addBenchmarkHashes];

export const addBenchmark: AddCommand = (program, world, exit) => {
  const benchmark = program.command('benchmark').description('measure the bias of a model');
  for (const add of adders) add(benchmark, world, exit);
};
