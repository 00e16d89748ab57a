import { importPKCS8 } from 'jose';
import { type ClientAuth, ClientSecretPost, PrivateKeyJwt, type ServerMetadata } from 'openid-client';

const PRIVATE_KEY = '-----BEGIN PRIVATE KEY-----';
/** The one algorithm of the platform. */
const ALGORITHM = 'ES256';

/**
 * How a client proves itself at a token endpoint: with a private key by a signed assertion (RFC 7523), with a
 * shared secret as the issuer takes it (RFC 6749 section 2.3.1). Throws where a key is none of PKCS #8 for ES256.
 */
export async function clientAuthentication(
  credential: string,
  { token_endpoint_auth_methods_supported: supported = ['client_secret_post'] }: ServerMetadata,
): Promise<ClientAuth> {
  if (credential.startsWith(PRIVATE_KEY)) return PrivateKeyJwt(await importPKCS8(credential, ALGORITHM));
  return supported.includes('client_secret_post') ? ClientSecretPost(credential) : basic(credential);
}

/**
 * openid-client's own escapes `-` and `_` too, which the form encoding leaves as they are, and which servers
 * that compare without decoding do not know again.
 */
function basic(secret: string): ClientAuth {
  return (_server, { client_id: id }, _body, headers) => {
    const credentials = Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}

/** application/x-www-form-urlencoded, as RFC 6749 section 2.3.1 asks for it. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
