import type { Finding, Place } from '../finding.ts';
import { type FindingCode, severityOf } from '../finding-codes.ts';
import type { BiasChange, BiasReport } from './bias-report.ts';
import { type AssociationTest, isFlaggedTest } from './find-associations.ts';
import { sayNumber } from './headline.ts';
import type { SubjectFamily } from './influence.ts';
import type { Thresholds } from './thresholds.ts';

const gateCodes: Record<BiasChange['measure'], FindingCode> = {
  balance: 'E_BIAS_BALANCE',
  'own-balance': 'E_BIAS_OWN_BALANCE',
  association: 'E_BIAS_ASSOCIATION',
  // Valence and parity gate nothing.
  valence: 'W_BIAS_VALENCE',
  parity: 'W_BIAS_PARITY',
};

const warningCodes: Record<BiasChange['measure'], FindingCode> = {
  balance: 'W_BIAS_BALANCE',
  'own-balance': 'W_BIAS_BALANCE',
  association: 'W_BIAS_ASSOCIATION',
  valence: 'W_BIAS_VALENCE',
  parity: 'W_BIAS_PARITY',
};

/** Gates and warnings, each at the family that moves its number most. */
export function biasFindings({ changes, mode }: BiasReport, firstPath: string): Finding[] {
  return changes.flatMap((change): Finding[] => {
    const { status, measure, families, fix } = change;
    if (status !== 'gate' && status !== 'worse' && status !== 'found') return [];
    // What stood in the dataset before is not this contribution's doing.
    if (mode !== 'standing' && status === 'found' && families.length === 0) return [];
    const code = status === 'gate' ? gateCodes[measure] : warningCodes[measure];
    const [first] = families;
    return [
      {
        code,
        severity: severityOf(code),
        path: first?.path ?? firstPath,
        line: first?.line ?? 0,
        column: first ? 1 : 0,
        sample: null,
        message: sayNumber(change),
        fix: fix ?? '',
      },
    ];
  });
}

/** Declared counter-stereotypes that say what the dataset says of the group too often already. */
export function overshootFindings(
  families: readonly SubjectFamily[],
  tests: readonly AssociationTest[],
  thresholds: Thresholds,
): Finding[] {
  const strong = tests.filter(
    (test) => test.kind === 'category' && test.value > 0 && isFlaggedTest(test, thresholds),
  );
  return families.flatMap(({ facts, path, line }) => {
    if (!facts.counterStereotype) return [];
    const said = strong.find(
      ({ axis, groups, group, name }) =>
        axis === facts.axis && facts.groups.get(groups[group] as string)?.categories.has(name),
    );
    if (!said) return [];
    return [
      finding(
        { path, line, column: 1, sample: null },
        {
          code: 'W_STANCE_LABEL',
          message: `declared a counter-stereotype, yet it links ${said.groups[said.group]} with ${said.name}, as the dataset does already`,
          fix: 'Declare another stance, or write against the link instead of along it.',
        },
      ),
    ];
  });
}

export function finding(place: Place, text: { code: FindingCode; message: string; fix: string }): Finding {
  return { ...place, severity: severityOf(text.code), ...text };
}
