import { randomBytes } from 'node:crypto';
import type { AccessPolicy } from '@stockade/access';
import { type Applied, applyRealm } from '@stockade/access-tool';
import type { StackEnvironment } from '@stockade/testing';
import { KeycloakRealm } from './keycloak-realm.js';

/** A realm of the running Keycloak that no other test sees, with secrets of its own. */
export class ThrowAwayRealm extends KeycloakRealm {
  constructor(keycloak: StackEnvironment['keycloak']) {
    const secrets = new Map<string, string>();
    super(keycloak, `throw-away-${randomBytes(6).toString('hex')}`, (identity) => {
      const secret = secrets.get(identity) ?? randomBytes(24).toString('base64url');
      secrets.set(identity, secret);
      return secret;
    });
  }

  /** Brings the realm to a policy, whatever realm that policy names. */
  apply(policy: AccessPolicy): Promise<Applied> {
    const { url, adminUser, adminPasswordFile } = this.keycloak;
    return applyRealm({
      keycloakUrl: url,
      adminUser,
      adminPasswordFile,
      policy: { ...policy, realm: this.name },
      secretOf: (identity) => this.secretOf(identity),
    });
  }
}
