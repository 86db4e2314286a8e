import type { Call, Operation } from '../../core/service.js';
import { arns, requestTagContext, resourceTarget } from '../../core/targets.js';
import { alreadyExists, invalidInput, noSuchEntity } from './errors.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin } from './limits.js';
import type { OidcProvider, SamlProvider, Tag } from './model.js';
import { ensureAccountIam } from './state.js';
import { readTags } from './tags.js';

const arnRules = { min: 20, max: 2048 };
const metadataRules = { min: 1000, max: 10_000_000 };
const providerName = { min: 1, max: 128, pattern: /^[\w._-]+$/ };

const saml = (call: Call, arn: string): SamlProvider => {
  const found = ensureAccountIam(call.world, call.accountId).samlProviders[arn];
  if (!found) throw noSuchEntity(`Unable to find a provider with ARN ${arn}`);
  return found;
};

const demandMetadata = (metadata: string): void => {
  if (!/<(\w+:)?EntityDescriptor[\s>]/.test(metadata)) throw invalidInput('Could not parse metadata');
};

/** IAM shows a certificate's expiry here; the sandbox says a hundred years, as AWS does for metadata without one. [?] */
const validUntil = (provider: SamlProvider): Date => new Date(provider.createdAt + 100 * 365 * 86_400_000);

const createSamlProvider = defineIamOperation<{ readonly name: string; readonly metadata: string; readonly tags: readonly Tag[] }>(
  'CreateSAMLProvider',
  {
    mutates: true,
    parse: (members) => ({
      name: members.text('Name', providerName),
      metadata: members.text('SAMLMetadataDocument', metadataRules),
      tags: readTags(members),
    }),
    authorize: ({ name, tags }, call) => [
      resourceTarget('iam:CreateSAMLProvider', arns.samlProvider(call.world, call.accountId, name), call.accountId, requestTagContext(tags)),
    ],
    handle: ({ name, metadata, tags }, call) => {
      const { samlProviders } = ensureAccountIam(call.world, call.accountId);
      const arn = arns.samlProvider(call.world, call.accountId, name);
      if (samlProviders[arn]) throw alreadyExists(`Provider ${name} already exists.`);
      demandMetadata(metadata);
      demandWithin(call.world, 'SAMLProvidersPerAccount', Object.keys(samlProviders).length + 1);
      samlProviders[arn] = { arn, name, metadata, createdAt: call.now, tags };
      return { SAMLProviderArn: arn, ...(tags.length === 0 ? {} : { Tags: tags }) };
    },
  },
);

const getSamlProvider = defineIamOperation<string>('GetSAMLProvider', {
  mutates: false,
  parse: (members) => members.text('SAMLProviderArn', arnRules),
  authorize: (arn, call) => [resourceTarget('iam:GetSAMLProvider', arn, call.accountId)],
  handle: (arn, call) => {
    const found = saml(call, arn);
    return {
      SAMLMetadataDocument: found.metadata,
      CreateDate: new Date(found.createdAt),
      ValidUntil: validUntil(found),
      ...(found.tags.length === 0 ? {} : { Tags: found.tags }),
    };
  },
});

const updateSamlProvider = defineIamOperation<{ readonly arn: string; readonly metadata: string }>('UpdateSAMLProvider', {
  mutates: true,
  parse: (members) => ({ arn: members.text('SAMLProviderArn', arnRules), metadata: members.text('SAMLMetadataDocument', metadataRules) }),
  authorize: ({ arn }, call) => [resourceTarget('iam:UpdateSAMLProvider', arn, call.accountId)],
  handle: ({ arn, metadata }, call) => {
    const found = saml(call, arn);
    demandMetadata(metadata);
    ensureAccountIam(call.world, call.accountId).samlProviders[arn] = { ...found, metadata };
    return { SAMLProviderArn: arn };
  },
});

const deleteSamlProvider = defineIamOperation<string>('DeleteSAMLProvider', {
  mutates: true,
  parse: (members) => members.text('SAMLProviderArn', arnRules),
  authorize: (arn, call) => [resourceTarget('iam:DeleteSAMLProvider', arn, call.accountId)],
  handle: (arn, call) => {
    saml(call, arn);
    Reflect.deleteProperty(ensureAccountIam(call.world, call.accountId).samlProviders, arn);
  },
});

const listSamlProviders = defineIamOperation<null>('ListSAMLProviders', {
  mutates: false,
  parse: () => null,
  handle: (_, call) => ({
    SAMLProviderList: Object.values(ensureAccountIam(call.world, call.accountId).samlProviders).map((provider) => ({
      Arn: provider.arn,
      ValidUntil: validUntil(provider),
      CreateDate: new Date(provider.createdAt),
    })),
  }),
});

const hostOf = (url: string): string => url.replace(/^https:\/\//, '').replace(/\/$/, '');

const oidc = (call: Call, arn: string): OidcProvider => {
  const found = ensureAccountIam(call.world, call.accountId).oidcProviders[arn];
  if (!found) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return found;
};

interface CreateOidcProvider {
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly tags: readonly Tag[];
}

const createOidcProvider = defineIamOperation<CreateOidcProvider>('CreateOpenIDConnectProvider', {
  mutates: true,
  parse: (members) => ({
    url: members.text('Url', { min: 1, max: 255 }),
    clientIds: members.has('ClientIDList') ? members.texts('ClientIDList', { min: 1, max: 255, maxItems: 100 }) : [],
    thumbprints: members.has('ThumbprintList') ? members.texts('ThumbprintList', { min: 40, max: 40, maxItems: 5 }) : [],
    tags: readTags(members),
  }),
  authorize: ({ url, tags }, call) => [
    resourceTarget(
      'iam:CreateOpenIDConnectProvider',
      arns.oidcProvider(call.world, call.accountId, hostOf(url)),
      call.accountId,
      requestTagContext(tags),
    ),
  ],
  handle: ({ url, clientIds, thumbprints, tags }, call) => {
    if (!url.startsWith('https://')) throw invalidInput('Invalid Open ID Connect Provider URL');
    const host = hostOf(url);
    const arn = arns.oidcProvider(call.world, call.accountId, host);
    const { oidcProviders } = ensureAccountIam(call.world, call.accountId);
    if (oidcProviders[arn]) throw alreadyExists(`Provider with url ${url} already exists.`);
    demandWithin(call.world, 'OpenIDConnectProvidersPerAccount', Object.keys(oidcProviders).length + 1);
    oidcProviders[arn] = { arn, host, clientIds, thumbprints, createdAt: call.now, tags };
    return { OpenIDConnectProviderArn: arn, ...(tags.length === 0 ? {} : { Tags: tags }) };
  },
});

const getOidcProvider = defineIamOperation<string>('GetOpenIDConnectProvider', {
  mutates: false,
  parse: (members) => members.text('OpenIDConnectProviderArn', arnRules),
  authorize: (arn, call) => [resourceTarget('iam:GetOpenIDConnectProvider', arn, call.accountId)],
  handle: (arn, call) => {
    const found = oidc(call, arn);
    return {
      Url: found.host,
      ClientIDList: found.clientIds,
      ThumbprintList: found.thumbprints,
      CreateDate: new Date(found.createdAt),
      ...(found.tags.length === 0 ? {} : { Tags: found.tags }),
    };
  },
});

const deleteOidcProvider = defineIamOperation<string>('DeleteOpenIDConnectProvider', {
  mutates: true,
  parse: (members) => members.text('OpenIDConnectProviderArn', arnRules),
  authorize: (arn, call) => [resourceTarget('iam:DeleteOpenIDConnectProvider', arn, call.accountId)],
  handle: (arn, call) => {
    oidc(call, arn);
    Reflect.deleteProperty(ensureAccountIam(call.world, call.accountId).oidcProviders, arn);
  },
});

const listOidcProviders = defineIamOperation<null>('ListOpenIDConnectProviders', {
  mutates: false,
  parse: () => null,
  handle: (_, call) => ({
    OpenIDConnectProviderList: Object.keys(ensureAccountIam(call.world, call.accountId).oidcProviders).map((Arn) => ({ Arn })),
  }),
});

export const identityProviderOperations: readonly Operation[] = [
  createSamlProvider,
  getSamlProvider,
  updateSamlProvider,
  deleteSamlProvider,
  listSamlProviders,
  createOidcProvider,
  getOidcProvider,
  deleteOidcProvider,
  listOidcProviders,
];
