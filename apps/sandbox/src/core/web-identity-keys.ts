import type { AuthorizationTarget } from './service.js';

const standIn = 'accounts.google.com';

/**
 * The engine knows condition keys of a few public OIDC providers only, while IAM takes the keys of any provider that an account registered.
 * The trust policy and the request are therefore put to it under the name of one that it knows, and that one's own under a name that no request has.
 */
export const underKnownProvider = (
  document: string,
  context: NonNullable<AuthorizationTarget['context']>,
  host: string,
): { readonly document: string; readonly context: NonNullable<AuthorizationTarget['context']> } => {
  if (host === standIn) return { document, context };
  const renamed = Object.entries(context).map(([key, value]) => [key.startsWith(`${host}:`) ? `${standIn}${key.slice(host.length)}` : key, value]);
  return {
    document: document.replaceAll(`"${standIn}:`, '"www.amazon.com:').replaceAll(`"${host}:`, `"${standIn}:`),
    context: Object.fromEntries(renamed) as NonNullable<AuthorizationTarget['context']>,
  };
};
