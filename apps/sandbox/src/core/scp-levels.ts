import { effectiveScps } from '../services/organizations/scps.js';
import type { OrganizationLevel } from './engine.js';
import { policyText } from './policy-texts.js';
import type { World } from './service.js';

const texts = new WeakMap<object, string>();

/** Equal documents give one text; a parsed document is printed once. */
const textOf = (document: unknown): string => {
  if (typeof document === 'string') return document;
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = JSON.stringify(document);
  texts.set(document, text);
  return text;
};

/** Service control policies over an account, root first; none over the management account. */
export const scpLevels = (world: World, accountId: string): readonly OrganizationLevel[] =>
  accountId === world.managementAccountId
    ? []
    : effectiveScps(world, accountId).map((level) => ({
        orgIdentifier: level.orgIdentifier,
        policies: level.policies.map(({ name, document }) => ({ name, text: policyText(textOf(document)) })),
      }));
