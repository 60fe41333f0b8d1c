import type { Axes } from '../../sample/axis.ts';
import type { Check, Entry } from '../check.ts';
import {
  addFindings,
  emptyFindingList,
  type FindingList,
  finishFindingList,
  mergeFindingLists,
} from '../finding-list.ts';
import type { CleanTexts } from './clean-texts.ts';
import { judgeTexts } from './judge-texts.ts';
import { addSampleTexts } from './sample-words.ts';
import type { SpecWords } from './spec-words.ts';
import { emptyTriggers, findTriggers, mergeTriggers, type TriggerState } from './trigger-ngrams.ts';
import { buildWordList } from './word-rarity.ts';

type State = { findings: FindingList; triggers: TriggerState };

type Options = {
  axes: Axes;
  /** The words of each prompt spec, by its path: what they make up is no poison. */
  specWords?: SpecWords;
  /** Whether one account brought all that is judged, whomever its run files name. */
  isOneHand?: boolean;
};

/**
 * No text of a line, in our fields or in foreign ones, harms who reads it or trains on it; and no contribution says
 * something rare again and again.
 */
export function safetyCheck({ axes, specWords = new Map(), isOneHand = false }: Options): Check<State> {
  const list = buildWordList(axes);
  const known: CleanTexts = new Map();
  return {
    name: 'safety',
    comparesWithReferences: true,
    empty: () => ({ findings: emptyFindingList(), triggers: emptyTriggers() }),
    add({ findings, triggers }, entry: Entry) {
      if (entry.role === 'subject') addFindings(findings, judgeTexts(entry, known));
      addSampleTexts(triggers, entry, list, specWords);
    },
    addRun: ({ triggers }, { run, author }) => triggers.authors.set(run, author),
    merge(into, from) {
      mergeFindingLists(into.findings, from.findings);
      mergeTriggers(into.triggers, from.triggers);
    },
    finish: ({ findings, triggers }) => [
      ...finishFindingList('safety', findings),
      ...findTriggers(triggers, isOneHand),
    ],
  };
}
