import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';

export const ISSUER = Symbol('issuer');

interface Claims {
  readonly client_id: string;
  readonly scope: string;
}

/** As the guides of jwks-rsa and NestJS write it. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(@Inject(ISSUER) issuer: string) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      audience: 'inventory-api',
      issuer,
      algorithms: ['RS256'],
      secretOrKeyProvider: passportJwtSecret({
        cache: true,
        rateLimit: true,
        jwksRequestsPerMinute: 5,
        jwksUri: `${issuer}/certs`,
      }),
    });
  }

  validate(claims: Claims): Claims {
    return claims;
  }
}
