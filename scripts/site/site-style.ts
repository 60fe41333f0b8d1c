import { style } from '../report/html-style.ts';

/** The report's style sheet with what a page of families needs besides. */
export const siteStyle = `${style}
body { max-width: 76rem; }
nav a[aria-current] { color: var(--ink); text-decoration: none; font-weight: 650; }
.pages { align-items: center; justify-content: space-between; row-gap: 0.75rem; margin-top: 1rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.pages [rel=next] { margin-left: auto; }
.numbers { display: flex; flex-wrap: wrap; gap: 0.25rem; align-items: center; font-variant-numeric: tabular-nums; }
.numbers > * { min-width: 2.25rem; padding: 0.4rem 0.5rem; text-align: center; color: var(--quiet); border: 1px solid transparent; border-radius: 0.4rem; }
.numbers a { color: var(--accent); }
.numbers a[aria-current] { color: var(--ink); border-color: var(--quiet); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--raised); padding: 0.5rem 1rem; z-index: 1; }
.controls { margin-top: 2rem; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: 0.6rem; background: var(--raised); display: grid; gap: 0.6rem; }
.controls label { margin-right: 1rem; white-space: nowrap; cursor: pointer; font-size: 0.9375rem; }
.controls input[type=radio] { margin: 0 0.4rem 0 0; accent-color: var(--accent); }
.search { display: grid; gap: 0.35rem; }
.search[hidden] { display: none; }
.search input { font: inherit; width: 100%; padding: 0.55rem 0.75rem; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 0.4rem; }
.search input:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#families { margin-top: 2.5rem; }
#families:focus { outline: none; }
fieldset { border: 0; margin: 0; padding: 0; line-height: 1.9; }
legend { color: var(--quiet); font-size: 0.8125rem; padding: 0; }
.family { border-top: 1px solid var(--line); padding: 1.5rem 0 2rem; content-visibility: auto; contain-intrinsic-size: auto 22rem; }
.family[hidden] { display: none; }
.family h2 { margin: 0 0 0.15rem; font-size: 1.05rem; }
.family > p { font-size: 0.875rem; }
.versions { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); margin-top: 1rem; }
.version { border: 1px solid var(--line); border-radius: 0.6rem; background: var(--raised); padding: 1rem 1.15rem; display: flex; flex-direction: column; gap: 0.7rem; max-width: 44rem; }
.version h3 { font-size: 0.9375rem; }
.version > p { font-size: 0.75rem; margin-top: auto; }
.text { white-space: pre-wrap; overflow: clip; }
.speaker { color: var(--quiet); font-size: 0.8125rem; }
.rejected { border-left: 0.2rem solid var(--bad); padding-left: 0.75rem; }
.rejected .speaker { color: var(--bad); }
mark { background: color-mix(in srgb, var(--accent) 22%, transparent); color: inherit; border-radius: 0.15rem; }
.overview td, .overview th { border-top: 1px solid var(--line); font-size: 0.9375rem; }
.overview thead th { border-top: 0; }
.overview th[scope=row] { min-width: 9rem; overflow-wrap: break-word; }
.overview a, .prose a, .family a, .eyebrow a, footer a { color: var(--accent); text-underline-offset: 0.2em; }
.overview tr:target { background: color-mix(in srgb, var(--accent) 14%, transparent); }
.prose { max-width: 44rem; display: grid; gap: 0.9rem; }
@media (max-width: 40rem) {
  .numbers { order: -1; flex-basis: 100%; justify-content: center; gap: 0.1rem; }
  .numbers > * { min-width: 2rem; padding: 0.4rem 0.2rem; }
  .overview thead { position: absolute; clip-path: inset(50%); }
  .overview, .overview tbody, .overview tr, .overview th, .overview td { display: block; width: auto; text-align: left; }
  .overview tr { border-top: 1px solid var(--line); padding: 0.7rem 0; }
  .overview td, .overview th, .overview td.number { border: 0; padding: 0.1rem 0; white-space: normal; text-align: left; }
  .overview td[data-name]::before { content: attr(data-name) ": "; color: var(--quiet); }
}
`;
