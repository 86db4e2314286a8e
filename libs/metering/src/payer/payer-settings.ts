import { checkAmount, checkBoolean, checkOneOf, checkPattern, checkRecord, checkText } from '@orgledger/kernel';
import type { Partition, RoleRef } from '@orgledger/governance';
import type { PayerSettingsInput } from './payer.events.js';

const partitions: readonly Partition[] = ['aws', 'aws-us-gov', 'aws-cn'];

export const checkAccountId = (field: string, value: unknown): string => checkPattern(field, value, /^\d{12}$/, 'an account id of 12 digits');

/** What AWS bills in. @source specs/chargeback.md §2.8 */
export const billingCurrencyOf = (partition: Partition): string => (partition === 'aws-cn' ? 'CNY' : 'USD');

/** @source IAM API: RoleName, path */
const checkRole = (field: string, value: unknown): RoleRef => {
  const role = checkRecord(field, value);
  return {
    name: checkPattern(`${field}.name`, role.name, /^[\w+=,.@-]{1,64}$/, 'a role name of 1–64 letters, digits or _ + = , . @ -, without its path'),
    path: checkPattern(`${field}.path`, role.path, /^\/(?:[!-~]{1,510}\/)?$/, 'a role path: / or one that starts and ends with /, such as /costs/'),
  };
};

export const checkPayerSettings = (value: unknown): PayerSettingsInput => {
  const settings = checkRecord('settings', value);
  const calls = checkRecord('settings.optionalCalls', settings.optionalCalls);
  const partition = checkOneOf('settings.partition', settings.partition, partitions);
  return {
    displayName: checkText('settings.displayName', settings.displayName, { max: 100 }),
    partition,
    region: checkPattern('settings.region', settings.region, /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region such as us-east-1'),
    principalArn: checkPattern(
      'settings.principalArn',
      settings.principalArn,
      new RegExp(`^arn:${partition}:iam::\\d{12}:(?:user|role)/[\\w+=,.@/-]{1,512}$`),
      `the ARN of the user or role whose credentials metering holds, such as arn:${partition}:iam::111122223333:user/metering`,
    ),
    role: checkRole('settings.role', settings.role),
    costs: checkOneOf('settings.costs', settings.costs, ['gross', 'net']),
    monthlyRequestBudget: checkAmount('settings.monthlyRequestBudget', settings.monthlyRequestBudget, { digits: 2, min: '0', max: '1000000' }),
    optionalCalls: {
      commitmentUsage: checkBoolean('settings.optionalCalls.commitmentUsage', calls.commitmentUsage),
      dailyCosts: checkBoolean('settings.optionalCalls.dailyCosts', calls.dailyCosts),
    },
  };
};
