import { checkList, checkOneOf, checkPattern, checkRecord, checkText, checkUuid, refuse } from '@orgledger/kernel';
import type { LineKind } from '../statement/statement.js';
import type { LineSelection } from './billing-policy.js';

const lineKinds: Readonly<Record<LineKind, true>> = {
  USAGE: true,
  RI_USAGE: true,
  SP_USAGE: true,
  RI_UNUSED: true,
  SP_UNUSED: true,
  COMMITMENT_UPFRONT: true,
  COMMITMENT_UPFRONT_DISCOUNT: true,
  COMMITMENT_REFUND: true,
  COMMITMENT_TRUE_UP: true,
  COMMITMENT_NOVATION: true,
  SUBSCRIPTION: true,
  MARKETPLACE: true,
  SUPPORT: true,
  TAX: true,
  CREDIT: true,
  REFUND: true,
  DISCOUNT: true,
  OTHER: true,
  COMMITMENT_FEE: true,
  SP_NEGATION: true,
  SHARED_COST: true,
  SHARED_COST_OUT: true,
  MARKUP: true,
  REBATE: true,
  PRICE: true,
  EXTERNAL: true,
  CORRECTION: true,
  ROUNDING: true,
  FX_DIFFERENCE: true,
};

export const allLineKinds = Object.keys(lineKinds) as readonly LineKind[];

/** A regular expression over the whole text. */
const checkExpression = (field: string, value: unknown): string => {
  const pattern = checkText(field, value, { max: 200 });
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    refuse('FIELD_MALFORMED', field, `${field} is not a regular expression: correct it, or leave it out.`);
  }
  return pattern;
};

export const checkTenantIds = (field: string, value: unknown): readonly string[] =>
  checkList(field, value, { min: 1, max: 500 }).map((id, index) => checkUuid(`${field}[${index}]`, id));

export const checkSelection = (field: string, value: unknown): LineSelection => {
  const { tenantIds, accountIds, kinds, services, sellers } = checkRecord(field, value);
  return {
    ...(tenantIds === undefined ? {} : { tenantIds: checkTenantIds(`${field}.tenantIds`, tenantIds) }),
    ...(accountIds === undefined
      ? {}
      : {
          accountIds: checkList(`${field}.accountIds`, accountIds, { min: 1, max: 500 }).map((id, index) =>
            checkPattern(`${field}.accountIds[${index}]`, id, /^\d{12}$/, 'an account id of 12 digits'),
          ),
        }),
    ...(kinds === undefined
      ? {}
      : {
          kinds: checkList(`${field}.kinds`, kinds, { min: 1, max: allLineKinds.length }).map((kind, index) =>
            checkOneOf(`${field}.kinds[${index}]`, kind, allLineKinds),
          ),
        }),
    ...(services === undefined ? {} : { services: checkExpression(`${field}.services`, services) }),
    ...(sellers === undefined ? {} : { sellers: checkExpression(`${field}.sellers`, sellers) }),
  };
};
