import type { RequestMembers } from '../request-members.js';
import { validation } from './errors.js';
import type { ExternalId } from './state.js';

export type AlternateIdentifier =
  { readonly kind: 'external'; readonly external: ExternalId } | { readonly kind: 'attribute'; readonly path: string; readonly value: string };

/** Reads the union of GetUserId and GetGroupId: an external id, or one of the unique attributes. */
export const readAlternateIdentifier = (members: RequestMembers, paths: readonly string[]): AlternateIdentifier => {
  const identifier = members.structure('AlternateIdentifier');
  const external = identifier.optionalStructure('ExternalId');
  if (external)
    return {
      kind: 'external',
      external: { Issuer: external.text('Issuer', { min: 1, max: 100 }), Id: external.text('Id', { min: 1, max: 256 }) },
    };
  const attribute = identifier.structure('UniqueAttribute');
  const path = attribute.text('AttributePath', { min: 1, max: 255 });
  const known = paths.find((candidate) => candidate.toLowerCase() === path.toLowerCase());
  if (known === undefined) throw validation(`The attribute path ${path} is not supported. Use one of: ${paths.join(', ')}.`);
  return { kind: 'attribute', path: known, value: attribute.text('AttributeValue', { min: 1 }) };
};
