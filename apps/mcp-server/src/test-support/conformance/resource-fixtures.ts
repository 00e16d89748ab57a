import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { PNG } from './content-fixtures.js';

export function registerResources(server: McpServer): void {
  const plain = { description: 'Text', mimeType: 'text/plain' };
  for (const name of ['static-text', 'watched-resource']) {
    server.registerResource(name, `test://${name}`, plain, ({ href: uri }) => ({
      contents: [{ uri, mimeType: 'text/plain', text: `This is the content of ${name}.` }],
    }));
  }
  const picture = { description: 'A picture', mimeType: 'image/png' };
  server.registerResource('static-binary', 'test://static-binary', picture, ({ href: uri }) => ({
    contents: [{ uri, mimeType: 'image/png', blob: PNG }],
  }));
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  const json = { description: 'The data of an id', mimeType: 'application/json' };
  server.registerResource('template', template, json, ({ href: uri }, { id }) => ({
    contents: [{ uri, mimeType: 'application/json', text: dataOf(String(id)) }],
  }));
}

const dataOf = (id: string): string => JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
