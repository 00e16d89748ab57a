export {
  type Call,
  type CallInput,
  type Client,
  type ClientOptions,
  createClient,
  type Operations,
} from './client.js';
export { listAll } from './list-all.js';
