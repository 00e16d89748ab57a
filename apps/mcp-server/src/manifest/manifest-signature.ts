import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@stockade/service/gate';
import { type McpConfiguration, serverName } from '../configuration.js';
import type { Manifest } from './manifest.js';
import { signDetached, signingKey, verifyDetached } from './signature.js';

/**
 * The signature that the build made, where the environment names its file; in development, where there is no
 * release key, one of the key that the runner made. Throws where the build signed other tools than these.
 */
export async function manifestSignature(
  { text }: Manifest,
  configuration: McpConfiguration,
): Promise<string> {
  const { manifestSignatureFile: file } = configuration;
  if (file === undefined)
    return signDetached(text, await signingKey(configuration.secretFile('signing', serverName)));
  const signature = (await readFile(file, 'utf8')).trim();
  await verifyDetached(text, signature).catch(() => {
    throw new ConfigurationError(`${file} does not sign the tools of this build: sign its manifest anew.`);
  });
  return signature;
}
