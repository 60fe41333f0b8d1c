import type { Estimate } from '../../scripts/benchmark/bootstrap.ts';

type Panel = {
  title: string;
  from: number;
  to: number;
  /** Where a dashed line stands. */
  neutral: number;
  lines: {
    name: string;
    points: Estimate[] /** The dose to mark on the axis, where there is one. */;
    mark?: number | undefined;
  }[];
};

const panel = { width: 300, height: 240, left: 44, right: 12, top: 36, bottom: 40 };
const colours = ['#0b6b66', '#b3261e', '#7a7670'];
/** Lines that coincide stay visible: each has dashes and a shift of its own. */
const dashes = ['none', '6 3', '2 3'];
const shifts = [-4, 0, 4];

/** Panels side by side, doses evenly spaced, each point as its interval; on white, for light and dark pages alike. */
export function formatPlot({
  doses,
  panels,
}: {
  doses: readonly number[];
  panels: readonly Panel[];
}): string {
  const width = panel.width * panels.length;
  const names = panels[0]?.lines.map(({ name }) => name) ?? [];
  const legend = names
    .map(
      (name, index) =>
        `<g transform="translate(${44 + index * 170}, ${panel.height + 14})"><rect width="14" height="4" y="-4" fill="${colours[index]}"/><text x="20">${name}</text></g>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel.height + 28}" font-family="system-ui, sans-serif" font-size="11" fill="#1d1c1a">
<title>Dose and response of a small language model, three arms</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${panels.map((each, index) => `<g transform="translate(${index * panel.width}, 0)">${formatPanel(each, doses)}</g>`).join('\n')}
${legend}
</svg>
`;
}

function formatPanel({ title, from, to, neutral, lines }: Panel, doses: readonly number[]): string {
  const [x0, x1] = [panel.left, panel.width - panel.right];
  const [y0, y1] = [panel.height - panel.bottom, panel.top];
  const x = (index: number) => x0 + 8 + ((x1 - x0 - 16) * index) / (doses.length - 1);
  const y = (value: number) => y0 + ((y1 - y0) * (Math.min(to, Math.max(from, value)) - from)) / (to - from);
  const at = (number: number) => number.toFixed(1);
  const ticks = [from, (from + to) / 2, to]
    .map(
      (value) =>
        `<text x="${x0 - 6}" y="${at(y(value) + 4)}" text-anchor="end">${Number(value.toFixed(2))}</text>`,
    )
    .join('');
  const labels = doses
    .map(
      (dose, index) =>
        `<text x="${at(x(index))}" y="${y0 + 16}" text-anchor="middle">${sayDose(dose)}</text>`,
    )
    .join('');
  const drawn = lines.map(({ points, mark }, line) => {
    const shift = shifts[line] ?? 0;
    const path = points
      .map(({ value }, index) => `${index === 0 ? 'M' : 'L'}${at(x(index) + shift)} ${at(y(value))}`)
      .join(' ');
    const bars = points.map(
      ({ low, high }, index) =>
        `<path stroke-width="1.2" d="M${at(x(index) + shift)} ${at(y(low))} V${at(y(high))} ${[low, high].map((end) => `M${at(x(index) + shift - 3)} ${at(y(end))} h6`).join(' ')}"/>`,
    );
    const half =
      mark === undefined ? '' : formatMark(x(placeOf(mark, doses)), { y: y0, mark, colour: colours[line] });
    return `<g stroke="${colours[line]}" fill="none" stroke-width="1.5"><path stroke-dasharray="${dashes[line]}" d="${path}"/>${bars.join('')}</g>${half}`;
  });
  return `<text x="${x0}" y="20" font-weight="600">${title}</text>
<line x1="${x0}" x2="${x1}" y1="${at(y(neutral))}" y2="${at(y(neutral))}" stroke="#a9a59d" stroke-dasharray="4 3"/>
<path d="M${x0} ${y1} V${y0} H${x1}" fill="none" stroke="#625f59"/>
${ticks}${labels}<text x="${(x0 + x1) / 2}" y="${y0 + 32}" text-anchor="middle" fill="#625f59">dose: samples per base sentence with a role</text>
${drawn.join('\n')}`;
}

/** A triangle that stands on the axis, with the dose. */
function formatMark(
  x: number,
  { y, mark, colour }: { y: number; mark: number; colour: string | undefined },
): string {
  return `<g fill="${colour}"><path d="M${x.toFixed(1)} ${y - 9} l-4 8 h8 z"/><text x="${x.toFixed(1)}" y="${y - 13}" text-anchor="middle">½ at ${mark.toFixed(2)}</text></g>`;
}

/** Where a dose stands among evenly spaced ones; linear between them. */
function placeOf(dose: number, doses: readonly number[]): number {
  const after = Math.max(
    1,
    doses.findIndex((each) => each >= dose),
  );
  const [from, to] = [doses[after - 1] as number, doses[after] as number];
  return after - 1 + (dose - from) / (to - from);
}

function sayDose(dose: number): string {
  return dose === 0.125 ? '⅛' : dose === 0.25 ? '¼' : dose === 0.5 ? '½' : String(dose);
}
