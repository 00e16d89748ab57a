import { readFileSync } from 'node:fs';

/** What a peer is told by its environment. */
export interface PeerSettings {
  readonly port: number;
  readonly issuer: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
  };
}

export function peerSettings(env: NodeJS.ProcessEnv): PeerSettings {
  const given = (name: string) => {
    const value = env[`PEER_${name}`];
    if (value === undefined) throw new Error(`PEER_${name} is missing`);
    return value;
  };
  return {
    port: Number(given('PORT')),
    issuer: given('ISSUER'),
    database: {
      host: given('DATABASE_HOST'),
      port: Number(given('DATABASE_PORT')),
      database: given('DATABASE'),
      user: given('LOGIN'),
      password: readFileSync(given('PASSWORD_FILE'), 'utf8').trim(),
    },
  };
}
