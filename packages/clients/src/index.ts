export {
  type Call,
  type CallInput,
  type Client,
  type ClientOptions,
  createClient,
  type Operations,
} from './client.js';
export type { Fetch, HttpAnswer } from './exchange.js';
export { keepAliveFetch } from './keep-alive-fetch.js';
export { listAll } from './list-all.js';
