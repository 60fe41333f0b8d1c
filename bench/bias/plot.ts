/** A line chart as an SVG file: a few series over one axis. */
export type Series = { name: string; points: [x: number, y: number][]; colour: string; dashed?: boolean };

type Chart = { title: string; xLabel: string; yLabel: string; series: Series[]; yMax?: number };

const size = { width: 560, height: 320, left: 56, right: 150, top: 34, bottom: 44 };

export function linePlot({ title, xLabel, yLabel, series, yMax }: Chart): string {
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const top = yMax ?? Math.max(...ys);
  const x = (value: number) =>
    (size.left + ((value - left) / (right - left)) * (size.width - size.left - size.right)).toFixed(1);
  const y = (value: number) =>
    (size.height - size.bottom - (value / top) * (size.height - size.top - size.bottom)).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top);
  const marks = [...new Set(xs)]
    .sort((a, b) => a - b)
    .filter((_, at, all) => at % Math.ceil(all.length / 6) === 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${size.left}" y="18" font-size="14" font-weight="600">${title}</text>
${ticks.map((tick) => `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e4e1da"/><text x="${size.left - 8}" y="${y(tick)}" text-anchor="end" dominant-baseline="middle">${Number(tick.toFixed(3))}</text>`).join('\n')}
${marks.map((mark) => `<text x="${x(mark)}" y="${size.height - size.bottom + 18}" text-anchor="middle">${mark}</text>`).join('\n')}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" text-anchor="middle">${xLabel}</text>
<text transform="translate(14 ${size.height / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>
${series.map(({ name, points, colour, dashed }, at) => `<polyline fill="none" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''} points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/><text x="${size.width - size.right + 10}" y="${size.top + 14 + at * 18}" fill="${colour}">${name}</text>`).join('\n')}
</svg>
`;
}
