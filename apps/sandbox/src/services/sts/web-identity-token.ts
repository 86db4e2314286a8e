import { createPublicKey, verify } from 'node:crypto';
import { AwsError } from '../../core/service.js';
import type { World } from '../../core/service.js';
import type { AccountIam } from '../iam/model.js';
import type { StsState } from './model.js';

/** Who a verified OIDC token says is calling. */
export interface WebIdentity {
  readonly providerArn: string;
  readonly host: string;
  readonly subject: string;
  readonly audience: string;
}

const invalid = (message: string): AwsError => new AwsError('InvalidIdentityToken', message, 400);

const decoded = (part: string | undefined): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // refused below
  }
  throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
};

const algorithms: Readonly<Record<string, { readonly digest: string; readonly dsaEncoding?: 'ieee-p1363' }>> = {
  RS256: { digest: 'sha256' },
  ES256: { digest: 'sha256', dsaEncoding: 'ieee-p1363' },
};

const isSignedByIssuer = (world: World, issuer: string, header: Readonly<Record<string, unknown>>, token: readonly string[]): boolean => {
  const keys = world.state<StsState>('sts').issuers[issuer] ?? [];
  const algorithm = algorithms[String(header.alg)];
  const [head = '', payload = '', signature = ''] = token;
  return (
    algorithm !== undefined &&
    keys
      .filter((key) => header.kid === undefined || key.kid === header.kid)
      .some((jwk) =>
        verify(
          algorithm.digest,
          Buffer.from(`${head}.${payload}`),
          {
            key: createPublicKey({ key: jwk, format: 'jwk' }),
            ...(algorithm.dsaEncoding ? { dsaEncoding: algorithm.dsaEncoding } : {}),
          },
          Buffer.from(signature, 'base64url'),
        ),
      )
  );
};

/** Verifies issuer, audience, signature and expiry (wall clock, as the issuer's) against the account's OIDC providers. */
export const verifyWebIdentity = (world: World, iam: AccountIam | undefined, token: string): WebIdentity => {
  const parts = token.split('.');
  const header = decoded(parts[0]);
  const { iss, sub, aud, exp } = decoded(parts[1]);
  const issuer = typeof iss === 'string' ? iss : '';
  const host = issuer.replace(/^https:\/\//, '').replace(/\/$/, '');
  const provider = Object.values(iam?.oidcProviders ?? {}).find((candidate) => candidate.host === host);
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
  const audience = [aud].flat().find((value): value is string => typeof value === 'string' && provider.clientIds.includes(value));
  if (audience === undefined) throw invalid('Incorrect token audience');
  if (!isSignedByIssuer(world, issuer, header, parts))
    throw invalid("Couldn't retrieve verification key from your identity provider, or the signature is wrong");
  if (typeof exp !== 'number' || exp * 1000 <= Date.now())
    throw new AwsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time', 400);
  return { providerArn: provider.arn, host, subject: typeof sub === 'string' ? sub : '', audience };
};
