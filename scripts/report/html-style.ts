/** The one style sheet. System fonts, one accent colour; every text colour has a contrast of at least 4.5 : 1. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --ink: #1d1c1a; --quiet: #625f59; --line: #e4e1da; --track: #eeebe4;
  --accent: #0b6b66; --bad: #b3261e; --warn: #855300;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --raised: #1d1d1b; --ink: #eceae5; --quiet: #a9a59d; --line: #34332f; --track: #2a2926;
    --accent: #62c6bb; --bad: #ff9488; --warn: #e8b65c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3.5rem 1.5rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, dl, ul, ol, table, figure { margin: 0; }
h1 { font-size: 1.9rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 650; margin: 4rem 0 1.25rem; }
h3 { font-size: 1rem; font-weight: 650; }
code, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.875em; }
.quiet { color: var(--quiet); }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.eyebrow { color: var(--quiet); font-size: 0.875rem; margin-bottom: 0.75rem; }
.verdict { border-left: 0.3rem solid var(--accent); padding-left: 1.25rem; }
.verdict .lead { margin-top: 0.75rem; }
.verdict.failed { border-color: var(--bad); }
.verdict.failed .word { color: var(--bad); }
.verdict.passed .word { color: var(--accent); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 1.5rem; margin-top: 2.5rem; }
.figures div { display: flex; flex-direction: column-reverse; border-top: 1px solid var(--line); padding-top: 0.75rem; }
.figures dt { color: var(--quiet); font-size: 0.875rem; }
.figures dd { margin: 0; font-size: 1.75rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 2rem; font-size: 0.9375rem; }
nav a { color: var(--accent); text-underline-offset: 0.2em; }
.why { padding: 0; list-style: none; }
.why li { padding: 0.6rem 0; border-top: 1px solid var(--line); }
.error { color: var(--bad); }
.warning { color: var(--warn); }
pre {
  margin: 0; padding: 0.9rem 1.1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised);
  white-space: pre-wrap; font-size: 1rem;
}
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; padding-bottom: 0.5rem; }
th { font-weight: 400; text-align: left; }
thead th { color: var(--quiet); font-size: 0.8125rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.bars th { width: 30%; }
.bars td.bar { width: 42%; vertical-align: middle; }
.bars .number { width: 1%; }
/* A code broken in two cannot be searched for. */
.bars code, .findings .code { white-space: nowrap; }
svg { display: block; width: 100%; height: 0.875rem; overflow: visible; }
.track { fill: var(--track); }
.fill { fill: var(--accent); }
.fill.error { fill: var(--bad); }
.fill.warning { fill: var(--warn); }
.halo { stroke: var(--paper); stroke-width: 6px; vector-effect: non-scaling-stroke; }
.target { stroke: var(--ink); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.axes { display: grid; gap: 2.75rem; }
.axes h3 + p { margin-bottom: 0.5rem; font-size: 0.9375rem; }
.lead { font-size: 1.0625rem; margin-bottom: 1.5rem; }
.changes td, .changes th { border-top: 1px solid var(--line); font-size: 0.9375rem; }
.changes .number { white-space: normal; font-size: 0.875rem; }
.changes .interval { display: block; color: var(--quiet); white-space: nowrap; }
.changes thead th { border-top: 0; }
.changes .why td { border-top: 0; padding-top: 0; font-size: 0.875rem; }
details { margin-top: 1.25rem; font-size: 0.9375rem; }
summary { cursor: pointer; color: var(--accent); }
details ul { margin: 0.75rem 0 0; padding-left: 1.25rem; display: grid; gap: 0.5rem; }
h3.charts { margin: 2.75rem 0 0.25rem; }
h3.charts + p { margin-bottom: 1.25rem; font-size: 0.9375rem; }
figcaption { font-weight: 650; margin-bottom: 0.5rem; }
figcaption .quiet { font-weight: 400; font-size: 0.875rem; }
svg.chart { height: auto; }
.chart text { font-size: 13px; fill: var(--ink); }
.chart .figure { fill: var(--quiet); font-variant-numeric: tabular-nums; }
.chart .axis { stroke: var(--track); stroke-width: 1px; }
.chart .zero { stroke: var(--quiet); stroke-width: 1px; }
.chart .interval { stroke: var(--accent); stroke-width: 2px; }
.chart .before { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.5px; }
.chart .after { fill: var(--accent); }
.chart .interval.bad { stroke: var(--bad); }
.chart .after.bad { fill: var(--bad); }
.opinions td, .opinions th { border-top: 1px solid var(--line); font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.opinions thead th { border-top: 0; }
.opinions td, .opinions thead th { overflow-wrap: break-word; }
.opinions th[scope=row] { min-width: 9rem; }
figure + .scroll { margin-top: 1.5rem; }
.scroll { overflow-x: auto; margin-bottom: 2rem; }
.heat { width: auto; font-size: 0.8125rem; }
.heat caption { font-weight: 650; font-size: 1rem; }
.heat th[scope=row] { white-space: nowrap; padding-right: 1rem; }
.heat th[scope=col] { vertical-align: bottom; }
.heat th[scope=col] span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 11rem; }
.heat td { text-align: center; padding: 0.3rem 0.35rem; min-width: 2.4rem; font-variant-numeric: tabular-nums; }
.more-1 { background: color-mix(in srgb, var(--accent) 12%, transparent); }
.more-2 { background: color-mix(in srgb, var(--accent) 24%, transparent); }
.more-3 { background: color-mix(in srgb, var(--accent) 36%, transparent); }
.more-4 { background: color-mix(in srgb, var(--accent) 48%, transparent); }
.less-1 { background: color-mix(in srgb, var(--warn) 12%, transparent); }
.less-2 { background: color-mix(in srgb, var(--warn) 24%, transparent); }
.less-3 { background: color-mix(in srgb, var(--warn) 36%, transparent); }
.less-4 { background: color-mix(in srgb, var(--warn) 48%, transparent); }
.filter { position: absolute; opacity: 0; pointer-events: none; }
.filters { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 2rem 0 1rem; }
.filters label {
  border: 1px solid var(--line); border-radius: 2rem; padding: 0.3rem 0.9rem; font-size: 0.875rem; cursor: pointer;
}
#show-all:checked ~ .filters [for=show-all],
#show-errors:checked ~ .filters [for=show-errors],
#show-warnings:checked ~ .filters [for=show-warnings] {
  background: var(--accent); border-color: var(--accent); color: var(--paper);
}
#show-all:focus-visible ~ .filters [for=show-all],
#show-errors:focus-visible ~ .filters [for=show-errors],
#show-warnings:focus-visible ~ .filters [for=show-warnings] { outline: 2px solid var(--ink); outline-offset: 2px; }
#show-errors:checked ~ .findings .is-warning,
#show-warnings:checked ~ .findings .is-error { display: none; }
.findings td, .findings th { border-top: 1px solid var(--line); padding-top: 0.9rem; padding-bottom: 0.9rem; }
.findings thead th { border-top: 0; padding-bottom: 0.4rem; }
.findings td:first-child { width: 21%; }
.findings td:nth-child(2) { width: 32%; }
.findings .code { font-weight: 600; }
.findings p + p { margin-top: 0.35rem; }
.models { margin-top: 1rem; display: block; overflow-x: auto; }
.models td { white-space: nowrap; }
.models td:last-child { white-space: normal; }
.diff { border-left: 2px solid var(--line); padding-left: 0.75rem; font-size: 0.9375rem; overflow: clip; }
.diff del { color: var(--bad); }
.diff ins { color: var(--accent); font-weight: 600; text-decoration-thickness: 1px; }
.note { margin-top: 1rem; font-size: 0.9375rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
.excerpts h3 { margin: 2rem 0 0.9rem; }
.card {
  border: 1px solid var(--line); border-radius: 0.6rem; background: var(--raised); padding: 1.1rem 1.25rem;
  display: flex; flex-direction: column; gap: 0.75rem;
}
/* Stacked marks may reach far beyond their line: they end at the card. */
.card .text { white-space: pre-wrap; overflow: clip; }
.card .labels { font-size: 0.8125rem; }
.card details { border-top: 1px solid var(--line); padding-top: 0.6rem; font-size: 0.9375rem; }
.card summary { cursor: pointer; color: var(--accent); }
.card details .text { margin-top: 0.9rem; }
.card details .labels { margin-top: 0.4rem; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 2rem; }
.about dt { color: var(--quiet); }
.about dd { margin: 0; }
footer { margin-top: 4.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 2rem 1.1rem 3rem; }
  h1 { font-size: 1.5rem; }
  h2 { margin-top: 3rem; }
  .figures { grid-template-columns: repeat(2, 1fr); gap: 1rem 1.5rem; margin-top: 1.75rem; }
  .bars th { width: 42%; overflow-wrap: normal; hyphens: auto; }
  .bars td.bar { width: 24%; }
  .bars .aim { display: none; }
  .findings thead, .changes thead { position: absolute; clip-path: inset(50%); }
  .changes, .changes tbody, .changes tr, .changes th, .changes td { display: block; width: auto; border: 0; text-align: left; }
  .changes tr { border-top: 1px solid var(--line); padding: 0.6rem 0; }
  .changes tr.why { border-top: 0; padding-top: 0; }
  .changes td, .changes th { border: 0; padding: 0.1rem 0; }
  .changes .interval { display: inline; }
  .changes td[data-name]::before { content: attr(data-name) ": "; color: var(--quiet); }
  .findings, .findings tbody, .findings tr, .findings td { display: block; width: auto; }
  .findings td:first-child, .findings td:nth-child(2) { width: auto; }
  .findings tr { border-top: 1px solid var(--line); padding: 0.9rem 0; }
  .findings td { border: 0; padding: 0.1rem 0; }
  .about { grid-template-columns: 1fr; gap: 0; }
  .about dd { margin-bottom: 0.75rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .filters label { transition: background-color 0.15s, color 0.15s; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #bbb; --track: #eee; --accent: #064e4a; --bad: #8c1d18; --warn: #6b4300; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .filters { display: none; }
  .findings tr.is-error, .findings tr.is-warning { display: table-row; }
  .card, tr, .figures div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  svg { print-color-adjust: exact; }
}
`;
