// A thread's beginning: as in bin.mjs, tsx must come before the program.
import { register } from 'tsx/esm/api';

register();
await import('./look-thread.ts');
