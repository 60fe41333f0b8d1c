import { createKernelSigner } from './kernel-signer.ts';
import { createScriptSigner } from './script-signer.ts';
import type { Signer } from './signer.ts';

/** The fastest signer that this machine can run; the signatures are the same. */
export function createSigner(): Signer {
  return createKernelSigner() ?? createScriptSigner();
}
