import { readFileSync } from 'node:fs';
import { type AccessPolicy, approvalPagesClient } from '@stockade/access';
import { ConfigurationError } from '@stockade/service/gate';
import type { Logger } from 'pino';
import { type McpConfiguration, serverName } from '../configuration.js';
import type { Apis } from '../tools/apis.js';
import { Approvals, requestState } from './approvals.js';
import { ApprovalPages, session } from './pages/approval-pages.js';
import { SealedCookie } from './pages/cookies.js';
import { Decisions } from './pages/decisions.js';
import { SignIn, signInState } from './pages/sign-in.js';
import { Sealed } from './sealed.js';

interface Parts {
  readonly configuration: McpConfiguration;
  readonly policy: AccessPolicy;
  readonly apis: Apis;
  readonly log: Logger;
}

/** What asks for a person's decision, and where the person gives it. Throws a `ConfigurationError`. */
export function personsDecisions({ configuration, policy, apis, log }: Parts) {
  const { publicUrl, issuer, services } = configuration;
  const governanceUrl = services['governance-api'];
  if (governanceUrl === undefined) {
    throw new ConfigurationError(
      'The environment lacks STOCKADE_GOVERNANCE_API_URL; set it and start again.',
    );
  }
  const secret = sealingSecret(configuration);
  const states = new Sealed(secret, 'request state', requestState);
  const secure = publicUrl.protocol === 'https:';
  const pages = new ApprovalPages({
    publicUrl,
    signIn: new SignIn({
      issuer,
      clientId: approvalPagesClient,
      clientSecretFile: configuration.secretFile('keycloak', approvalPagesClient),
      callback: new URL('/approvals/callback', publicUrl),
    }),
    decisions: new Decisions(governanceUrl),
    sessions: new SealedCookie('stockade_session', new Sealed(secret, 'session', session), secure),
    signIns: new SealedCookie('stockade_sign_in', new Sealed(secret, 'sign-in', signInState), secure),
    log,
  });
  return { approvals: new Approvals(policy, apis, states, new URL('/approvals/', publicUrl)), pages };
}

/** The same for every instance. */
function sealingSecret(configuration: McpConfiguration): Uint8Array {
  const file = configuration.secretFile('sealing', serverName);
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  } catch (cause) {
    throw new ConfigurationError(`${file} cannot be read: put 32 random bytes there, in base64url.`, {
      cause,
    });
  }
}
