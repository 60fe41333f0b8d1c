// A thread's beginning: as in bin.mjs, tsx must come before the program.
import '../../register-typescript.mjs';

await import('./write-rows-thread.ts');
