import type { PanelName } from "#protocol/viewIds.ts";

export interface PageAddresses {
  /** BCP 47, of the editor. */
  readonly language: string;
  /** Random, new for every document: only the script that bears it runs. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** Where styles, fonts and pictures may come from, as a source of a content security policy. */
  readonly source: string;
}

/** The HTML of a page: closed in, with its own script by nonce, its own style sheet, and no network. */
export function pageDocument(name: PanelName, { language, nonce, script, style, source }: PageAddresses): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}; font-src ${source}; img-src ${source} data:`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${style}">
<title>Slipway</title>
</head>
<body>
<slipway-${name}></slipway-${name}>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
