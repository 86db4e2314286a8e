import type { Type } from '@nestjs/common';
import { GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull } from 'graphql';
import type { GraphQLInputField, GraphQLInputType } from 'graphql';
import { inputFieldsOf } from '../src/graphql/input-fields.js';
import * as landingZone from '../src/landing-zone/landing-zone.inputs.js';
import * as month from '../src/metering/month/month.inputs.js';
import * as collection from '../src/metering/collection/collection.inputs.js';
import * as payer from '../src/metering/payer/payer.inputs.js';
import * as budget from '../src/metering/budget/budget.inputs.js';
import * as notification from '../src/notification/notification.inputs.js';
import * as paymentMethod from '../src/payment-method/payment-method.inputs.js';
import * as platform from '../src/platform/platform.inputs.js';
import * as settings from '../src/platform/platform-settings.inputs.js';
import * as project from '../src/project/project.inputs.js';
import * as dryRun from '../src/replication/dry-run.inputs.js';
import * as run from '../src/replication/run.inputs.js';
import * as sweep from '../src/replication/sweep.types.js';
import * as role from '../src/role/role.inputs.js';
import * as account from '../src/metering/account/account.inputs.js';
import * as billingPolicy from '../src/metering/policy/billing-policy.inputs.js';
import * as policyDocument from '../src/metering/policy/policy-document.inputs.js';
import * as rates from '../src/metering/rates/rates.inputs.js';
import * as invoice from '../src/metering/invoice/invoice.inputs.js';
import * as commitmentSettlement from '../src/metering/commitment/commitment-settlement.inputs.js';
import * as externalCost from '../src/metering/external-cost/external-cost.inputs.js';
import * as tags from '../src/shared/tag.types.js';
import * as tag from '../src/tag/tag-definition.types.js';
import * as tenant from '../src/tenant/tenant.inputs.js';
import * as user from '../src/user/user.inputs.js';
import * as workspace from '../src/workspace/workspace.inputs.js';

const classes = new Map(
  [
    commitmentSettlement,
    externalCost,
    paymentMethod,
    invoice,
    rates,
    month,
    budget,
    notification,
    policyDocument,
    billingPolicy,
    account,
    payer,
    collection,
    dryRun,
    run,
    sweep,
    landingZone,
    platform,
    settings,
    project,
    role,
    tags,
    tag,
    tenant,
    user,
    workspace,
  ]
    .flatMap((file) => Object.values(file))
    .filter((value): value is Type => typeof value === 'function' && value.name.endsWith('Input'))
    .map((type) => [type.name, type]),
);

export const inputClass = (name: string): Type => {
  const found = classes.get(name);
  if (!found) throw new Error(`${name} is in none of the files of inputs`);
  return found;
};

export const unwrapped = (type: GraphQLInputType): GraphQLInputType =>
  type instanceof GraphQLNonNull || type instanceof GraphQLList ? unwrapped(type.ofType) : type;

const isList = (type: GraphQLInputType): boolean => type instanceof GraphQLList || (type instanceof GraphQLNonNull && isList(type.ofType));

export const isRequired = (field: GraphQLInputField): boolean => field.type instanceof GraphQLNonNull && field.defaultValue === undefined;

/** A complete input that keeps every rule of its shape, all optional fields included. The ids in it belong to nobody. */
export const sampleInput = (type: GraphQLInputObjectType): Record<string, unknown> =>
  Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, sampleValue(type, field)]));

const sampleValue = (owner: GraphQLInputObjectType, field: GraphQLInputField): unknown => {
  const one = sampleItem(owner, field);
  return isList(field.type) ? [one] : one;
};

const sampleItem = (owner: GraphQLInputObjectType, field: GraphQLInputField): unknown => {
  const type = unwrapped(field.type);
  if (type instanceof GraphQLInputObjectType) return sampleInput(type);
  if (type instanceof GraphQLEnumType) return type.getValues()[0]?.name;
  const rules =
    inputFieldsOf(inputClass(owner.name))
      .get(field.name)
      ?.rules.map(({ rule }) => rule) ?? [];
  if (String(type) === 'Boolean') return false;
  if (String(type) === 'Int') return Number(rules.find((rule) => rule.startsWith('between'))?.split(':')[1] ?? 1);
  if (rules.includes('uuid')) return '0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f';
  if (rules.includes('instant')) return '2099-01-01T00:00:00Z';
  return 'nobody';
};

/** Values that break the rules of a field, each with the rule it breaks. */
export const badValues = (rules: readonly string[]): readonly (readonly [value: unknown, rule: string])[] =>
  rules.flatMap((rule): (readonly [unknown, string])[] => {
    const [name, low, high] = rule.split(':');
    if (name === 'identifier')
      return ['Upper', 'ünïcode', 'a--b', '-a', 'a-', 'a b', 'a/b', 'a.b', '日本', "a';--"].map((value) => [value, rule] as const);
    if (name === 'maxLength') return [['a'.repeat(Number(low) + 1), rule], ...(Number(low) < 5_000 ? [['a'.repeat(5_000), rule] as const] : [])];
    if (name === 'notBlank')
      return [
        ['', rule],
        ['  \t', rule],
      ];
    if (name === 'plainText')
      return [
        ['a\u0000b', rule],
        ['a\u001b[31m', rule],
        ['\ud800', rule],
      ];
    if (name === 'uuid')
      return [
        ['', rule],
        ['1234', rule],
        ['0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6g', rule],
        ['ünï', rule],
      ];
    if (name === 'instant')
      return [
        ['', rule],
        ['tomorrow', rule],
        ['2026-13-01T00:00:00Z', rule],
        ['2026-11-30', rule],
      ];
    if (name === 'between')
      return [
        [Number(low) - 1, rule],
        [Number(high) + 1, rule],
      ];
    throw new Error(`no bad values are known for ${rule}`);
  });
