import { type AccessPolicy, personClients } from '@stockade/access';
import { createVerifier, knownIdentities } from '@stockade/auth';
import { AccessTokenStrategy } from '@stockade/auth/nest';
import type pg from 'pg';
import type { Configuration } from '../configuration.js';
import { Admission } from '../request/admission.js';
import { RateLimiter } from '../request/rate-limiter.js';

interface AdmissionParts {
  /** Audience that tokens must be made out to. */
  readonly name: string;
  readonly configuration: Configuration;
  readonly policy: AccessPolicy;
}

/** Lets in whom the policy knows, within the limits that are counted in `limits`, on the login `rate_limiter`. */
export function admissionOf({ name, configuration, policy }: AdmissionParts, limits: pg.Pool): Admission {
  const verifier = createVerifier({
    issuer: configuration.issuer,
    audience: name,
    ...knownIdentities(policy),
    personClients,
  });
  return new Admission(new AccessTokenStrategy(verifier), new RateLimiter(policy, limits), policy);
}
