import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Html, html } from './html.ts';

type Page = {
  title: string;
  style: string;
  /** Code of ours that makes a page handier which can do without; most pages have none. */
  script?: string;
  header: Html;
  main: Html;
  footer: Html;
};

/** One self-contained page: no request; only its own style sheet and script, named by their hashes, may act. */
export function formatPage({ title, style, script, header, main, footer }: Page): string {
  const scripts = script === undefined ? '' : ` script-src 'sha256-${hashOf(script)}';`;
  const policy = `default-src 'none'; style-src 'sha256-${hashOf(style)}';${scripts} base-uri 'none'; form-action 'none'`;
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${header}
<main>
${main}
</main>
<footer class="quiet">${footer}</footer>
${
  script === undefined
    ? html``
    : html`<script>${{ markup: script }}</script>
`
}</body>
</html>
`;
  return markup;
}

function hashOf(text: string): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(text))));
}
