import { PassportStrategy } from '@nestjs/passport';
import type { Principal } from '@stockade/access';
import passport from 'passport';
import type { Verifier } from '../verifier.js';
import { bearerToken, type RequestWithHeaders } from './bearer-token.js';

const USUAL = 'Bearer ';

type Verify = (token: string, done: (error: unknown, principal?: Principal) => void) => void;

/** Passport's side of it: a request's token goes to `verify`, and its Problem comes back as the error. */
class BearerStrategy extends passport.Strategy {
  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: RequestWithHeaders): void {
    let token: string;
    try {
      token = bearerToken(request);
    } catch (problem) {
      this.error(problem);
      return;
    }
    this.verify(token, (error, principal) => {
      if (principal) this.success(principal);
      else this.error(error);
    });
  }
}

/** Verifies with the one verifier; `AuthGuard('access-token')` finds it by its name. */
export class AccessTokenStrategy extends PassportStrategy(BearerStrategy, 'access-token') {
  constructor(readonly verifier: Verifier) {
    super();
  }

  validate(token: string): Promise<Principal> {
    return this.verifier.verify(token);
  }
}

/**
 * For an `onRequest` hook: Nest's guards run after the body was parsed. A remembered token is answered at
 * once and without Passport. Throws or rejects with a 401 or 503 Problem.
 */
export function authenticate(
  request: RequestWithHeaders,
  strategy: AccessTokenStrategy,
): Principal | Promise<Principal> {
  const { authorization } = request.headers;
  const { verifier } = strategy;
  // What follows the usual prefix is well-formed where it was verified before.
  const known = authorization?.startsWith(USUAL) && verifier.remembered(authorization.slice(USUAL.length));
  return known || (verifier.remembered(bearerToken(request)) ?? throughPassport(request, strategy));
}

function throughPassport({ headers }: RequestWithHeaders, strategy: AccessTokenStrategy): Promise<Principal> {
  return new Promise((resolve, reject) => {
    // Passport writes the callbacks of a request onto the strategy it is given, so each request has its own.
    const ofThisRequest: AccessTokenStrategy = Object.create(strategy);
    passport.authenticate(
      ofThisRequest,
      { session: false },
      (error: unknown, principal: Principal | false) => {
        if (principal) resolve(principal);
        else reject(error);
      },
    )({ headers }, {}, reject);
  });
}
