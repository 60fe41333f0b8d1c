import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Html, html } from './html.ts';

type Page = {
  title: string;
  style: string;
  header: Html;
  main: Html;
  footer: Html;
};

/** One self-contained page: no script, no request; only its own style sheet, named by its hash, may act. */
export function formatPage({ title, style, header, main, footer }: Page): string {
  const policy = `default-src 'none'; style-src 'sha256-${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
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
</body>
</html>
`;
  return markup;
}

function hashOf(text: string): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(text))));
}
