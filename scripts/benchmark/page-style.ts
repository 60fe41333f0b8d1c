import { style } from '../report/html-style.ts';

/** The report's style, and what a forest plot needs. */
export const pageStyle = `${style}
.scores { table-layout: fixed; }
.scores th, .scores td { vertical-align: middle; }
.scores th { overflow-wrap: break-word; hyphens: manual; }
.scores thead th:first-child { width: 25%; }
.scores thead th:nth-child(2) { width: 45%; }
.scores .units { width: 5.5rem; }
.scores tr.second th { color: var(--quiet); padding-left: 1.25rem; }
.scores tbody tr.lead th, .scores tbody tr.lead td { border-top: 1px solid var(--line); font-weight: 600; }
.forest { display: block; width: 100%; height: 0.9rem; overflow: visible; }
.forest line { vector-effect: non-scaling-stroke; }
.forest .neutral { stroke: var(--quiet); stroke-width: 1px; stroke-dasharray: 2 2; }
.forest .margin { stroke: var(--warn); stroke-width: 1px; stroke-dasharray: 1 2; }
.forest .interval { stroke: var(--accent); stroke-width: 2px; }
.forest .mark { stroke: var(--accent); stroke-width: 5px; }
.forest.pale { opacity: 0.4; }
.second .forest .interval, .second .forest .mark { stroke: var(--warn); }
.ends { display: flex; justify-content: space-between; }
.claims { padding-left: 1.25rem; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 1rem; font-size: 0.9375rem; }
.key span { border-left: 0.3rem solid var(--accent); padding-left: 0.6rem; }
.key span + span { border-color: var(--warn); }
@media (max-width: 40rem) {
  .scores .units { display: none; }
  .scores thead th:first-child { width: 8.75rem; }
  .scores thead th:nth-child(2) { width: auto; }
  .scores thead th:nth-child(3) { width: 7rem; }
  .scores tbody th { font-size: 0.875rem; }
  .scores .range { display: block; font-size: 0.875rem; font-weight: 400; }
}
`;
