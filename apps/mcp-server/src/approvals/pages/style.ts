import { createHash } from 'node:crypto';

export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1rem; }
h1 { font-size: 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
dt { opacity: .7; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { border-inline-start: .3rem solid #c60; margin: .3rem 0; overflow-wrap: anywhere; padding: .6rem; unicode-bidi: isolate; white-space: pre-wrap; }
.outside { color: #c60; font-size: .9rem; }
.state { border: 1px solid; border-radius: .4rem; padding: .6rem 1rem; }
textarea { box-sizing: border-box; font: inherit; width: 100%; }
button { border-radius: .4rem; cursor: pointer; font: inherit; margin: .8rem .8rem 0 0; padding: .5rem 1.4rem; }
`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, nothing runs, nothing frames the page; its form goes home. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
