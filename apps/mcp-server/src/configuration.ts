import { Configuration, ConfigurationError, type Environment } from '@stockade/service/gate';
import { z } from 'zod';

/** Of the process, its identity, its OAuth client and the audience of its tokens. */
export const serverName = 'mcp-server';

const publicUrl = z.url({ protocol: /^https?$/ });

/** What the environment says to the tool server, beside what it says to every process behind the gate. */
export class McpConfiguration extends Configuration {
  /** How clients reach this server, without a path: part of the resource that tokens are asked for (RFC 9728). */
  readonly publicUrl: URL;
  /** Of a release: the signature that its build made over the manifest. */
  readonly manifestSignatureFile: string | undefined;

  constructor(env: Environment) {
    super(env);
    const given = publicUrl.safeParse(env.STOCKADE_MCP_PUBLIC_URL ?? `http://${this.host}:${this.port}`);
    if (!given.success) throw new ConfigurationError('STOCKADE_MCP_PUBLIC_URL must be an http(s) address.');
    this.publicUrl = new URL(given.data);
    this.manifestSignatureFile = env.STOCKADE_MCP_MANIFEST_SIGNATURE;
  }
}
