import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { ServedDocument } from '../openapi/served-document.js';

const DOCS_PATH = '/docs';

/** Swagger UI sets styles by itself; its scripts come from this process alone. */
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;
const start = "SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n";

const require = createRequire(import.meta.url);
const uiFolder = dirname(require.resolve('swagger-ui-dist/package.json'));
const SCRIPT = 'text/javascript; charset=utf-8';
const assets = { 'swagger-ui.css': 'text/css; charset=utf-8', 'swagger-ui-bundle.js': SCRIPT };

/** Serves the OpenAPI document, and a page that shows it to people; nothing of the page is held in memory. */
export function addDocs(server: FastifyInstance, document: ServedDocument): void {
  server.get('/openapi.json', open('tells how to use the API'), async (request, reply) => {
    reply.headers({ etag: document.etag, 'cache-control': 'no-cache' });
    if (request.headers['if-none-match'] === document.etag) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(document.bytes);
  });
  const serve = (path: string, type: string, content: () => string | Promise<Buffer>) =>
    server.get(path, open('API documentation'), async (_request, reply) =>
      reply
        .type(type)
        .header('content-security-policy', CONTENT_POLICY)
        .send(await content()),
    );
  serve(DOCS_PATH, 'text/html; charset=utf-8', () => page);
  serve(`${DOCS_PATH}/start.js`, SCRIPT, () => start);
  for (const [name, type] of Object.entries(assets)) {
    serve(`${DOCS_PATH}/${name}`, type, () => readFile(join(uiFolder, name)));
  }
}

const open = (publicReason: string) => ({ config: { publicReason } });
