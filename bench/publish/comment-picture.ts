// The comment on a pull request as GitHub shows it, as pictures: node --import tsx bench/publish/comment-picture.ts report.json OUT
// A window of 1280 × 900 with GitHub's column for the conversation, light and dark, and one as narrow as a telephone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { formatComment } from '../../scripts/report/format-comment.ts';
import type { Report } from '../../scripts/report/report.ts';
import { startBrowser } from '../../test/report/browser.ts';

const [path = '', out = '.'] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
const comment = formatComment(report);

/** The rules of GitHub's style sheet for Markdown that a heading, a table, code and a fold are drawn by. */
const style = `
:root { --fg: #1f2328; --bg: #ffffff; --muted: #59636e; --line: #d1d9e0; --soft: #f6f8fa; --code: #818b981f; }
@media (prefers-color-scheme: dark) {
  :root { --fg: #f0f6fc; --bg: #0d1117; --muted: #9198a1; --line: #3d444d; --soft: #151b23; --code: #656c7633; } }
body { margin: 0; background: var(--bg); color: var(--fg);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
header { height: 180px; border-bottom: 1px solid var(--line); color: var(--muted); padding: 16px; box-sizing: border-box; }
article { max-width: 860px; margin: 16px; border: 1px solid var(--line); border-radius: 6px; }
article > div:first-child { background: var(--soft); color: var(--muted); padding: 8px 16px; border-bottom: 1px solid var(--line); }
article > div:last-child { padding: 16px; overflow-wrap: break-word; }
h2 { margin: 8px 0 16px; padding-bottom: .3em; font-size: 1.5em; line-height: 1.25; border-bottom: 1px solid var(--line); }
h3 { margin: 24px 0 16px; font-size: 1.25em; line-height: 1.25; }
p, ul, table, pre, details { margin: 0 0 16px; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; }
th, td { padding: 6px 13px; border: 1px solid var(--line); } tr:nth-child(2n) { background: var(--soft); }
code { padding: .2em .4em; font: 85% ui-monospace, "DejaVu Sans Mono", monospace; background: var(--code); border-radius: 6px; white-space: break-spaces; }
blockquote { margin: 0 0 16px; padding: 0 1em; color: var(--muted); border-left: .25em solid var(--line); }`;

const html = `<!doctype html><meta charset="utf-8"><style>${style}</style>
<header>Where GitHub has the repository's name, its tabs and the pull request's title</header>
<article><div><b>evenhand</b> commented now</div><div>${await marked.parse(comment)}</div></article>`;

const browser = await startBrowser();
for (const [name, width, colorScheme] of [
  ['light', 1280, 'light'],
  ['dark', 1280, 'dark'],
  ['phone', 390, 'light'],
] as const) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.setContent(html);
  await page.screenshot({ path: join(out, `comment-${name}.png`) });
}
await browser.close();
process.stdout.write(`${comment.length} characters; pictures in ${out}\n`);
