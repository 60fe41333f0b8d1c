import type { Command } from 'commander';
import type { World } from '../world.ts';

/** Adds one verb to the program; the verb tells its exit code by calling `exit`. */
export type AddCommand = (program: Command, world: World, exit: (code: number) => void) => void;
