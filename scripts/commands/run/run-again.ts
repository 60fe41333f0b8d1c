import { UserError } from '../../errors.ts';
import { decideKnown, type KnownRun, type Place } from './known-run.ts';
import { decideMerged } from './merged-run.ts';

/** A run to be made again: of this machine, or else of the dataset. */
export async function decideAgain(run: string, place: Place): Promise<Omit<KnownRun, 'folder'>> {
  try {
    return await decideKnown(run, place);
  } catch (error) {
    const merged = error instanceof UserError && error.code === 'NO_RUN' && (await decideMerged(run, place));
    if (merged) return merged;
    throw error;
  }
}
