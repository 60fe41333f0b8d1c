import type { AddCommand } from '../command.ts';
import { addBbq } from './bbq.ts';
import { addCrowsPairs } from './crows-pairs.ts';
import { addDownload } from './download.ts';
import { addBenchmarkHashes } from './hashes.ts';
import { addStereoset } from './stereoset.ts';

const adders = [addStereoset, addCrowsPairs, addBbq, addDownload, addBenchmarkHashes];

export const addBenchmark: AddCommand = (program, world, exit) => {
  const benchmark = program.command('benchmark').description('measure the bias of a model');
  for (const add of adders) add(benchmark, world, exit);
};
