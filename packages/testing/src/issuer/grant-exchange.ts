import { decodeJwt } from 'jose';
import type { LoopbackIssuer } from './loopback-issuer.js';

/**
 * Has the issuer exchange tokens (RFC 8693) for the client `mcp-server` as Keycloak does with the downscope
 * enforcer: for one audience, and no scope that the parent lacks.
 */
export function grantExchange(issuer: LoopbackIssuer): void {
  issuer.answerToken = async (_request, body) => {
    const form = new URLSearchParams(body);
    const parent = decodeJwt(form.get('subject_token') ?? '');
    const scope = form.get('scope') ?? '';
    if (!String(parent.scope).split(' ').includes(scope)) {
      return { status: 400, body: { error: 'invalid_scope' } };
    }
    const token = await issuer.token({
      ...parent,
      aud: form.get('audience'),
      scope,
      azp: 'mcp-server',
      client_id: 'mcp-server',
      preferred_username: `service-account-${String(parent.azp)}`,
      jti: `trrtte:${crypto.randomUUID()}`,
    });
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 60 } };
  };
}
