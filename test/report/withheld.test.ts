import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import { buildReport } from '../../scripts/report/build-report.ts';
import { formatHtml } from '../../scripts/report/format-html.ts';
import { formatJson } from '../../scripts/report/format-json.ts';
import { formatMarkdown } from '../../scripts/report/format-markdown.ts';
import { formatTerminal } from '../../scripts/report/format-terminal.ts';
import { addSample, emptySummary } from '../../scripts/report/summarise.ts';
import { fakeSecrets } from '../check/safety/hostile-pieces.ts';
import { axes, fileOf, jsonl, schema, textSample } from '../support/samples.ts';

const secret = fakeSecrets['github'] ?? '';
const address = 'jane.roe@mail-service.net';

describe('a report on samples that hold a secret or an address', () => {
  it('repeats neither in any rendering, and shows the other samples', async () => {
    const summary = emptySummary();
    const samples = [
      'The nurse rests.',
      `The nurse wrote ${secret}.`,
      `Write to ${address}, said the nurse.`,
    ];
    const { findings, files } = await checkFiles({
      subjects: [fileOf('a.jsonl', jsonl(samples.map((text) => textSample(text))))],
      checks: await startChecks({ axes }),
      validateSample: schema('sample'),
      validateRun: schema('run'),
      onSample: (sample) => addSample(summary, sample),
    });
    const report = buildReport({ summary, axes, findings, files, tool: 'evenhand/0' });
    const renderings = [
      formatJson(report),
      formatMarkdown(report),
      formatHtml(report),
      formatTerminal(report, { color: false, width: 100 }),
    ];
    for (const rendering of renderings) {
      expect(rendering).not.toContain(secret.slice(4, 20));
      expect(rendering).not.toContain('jane.roe');
    }
    expect(renderings[0]).toContain('The nurse rests.');
  });
});
