import type { LineShape } from '../billing/bill-lines.js';
import { offerOf } from '../billing/price-list.js';

type ReadShape = (shape: LineShape) => string;

const family: ReadShape = ({ service, instanceType }) => offerOf(service, instanceType)?.family ?? '';

/** Dimensions that follow from what a line is about; LINKED_ACCOUNT follows from its account. */
export const shapeDimensions: Readonly<Record<string, ReadShape>> = {
  AZ: () => '',
  BILLING_ENTITY: ({ billingEntity }) => billingEntity,
  CACHE_ENGINE: ({ service, platform }) => (service === 'Amazon ElastiCache' ? platform : ''),
  DATABASE_ENGINE: ({ service, platform }) => (service === 'Amazon Relational Database Service' ? platform : ''),
  DEPLOYMENT_OPTION: () => '',
  INSTANCE_TYPE: ({ instanceType }) => instanceType,
  INSTANCE_TYPE_FAMILY: family,
  INVOICING_ENTITY: ({ seller }) => seller,
  LEGAL_ENTITY_NAME: ({ seller }) => seller,
  OPERATING_SYSTEM: ({ platform }) => (platform === 'Linux/UNIX' ? 'Linux' : ''),
  OPERATION: ({ operation }) => operation,
  PLATFORM: ({ platform }) => platform,
  PURCHASE_TYPE: ({ purchaseType }) => purchaseType,
  RECORD_TYPE: ({ recordType }) => recordType,
  REGION: ({ region }) => region,
  RESERVATION_ID: ({ reservationId }) => reservationId,
  SAVINGS_PLAN_ARN: ({ savingsPlanArn }) => savingsPlanArn,
  SERVICE: ({ service }) => service,
  TENANCY: ({ instanceType }) => (instanceType === '' ? '' : 'Shared'),
  USAGE_TYPE: ({ usageType }) => usageType,
  USAGE_TYPE_GROUP: ({ service, instanceType }) => (instanceType !== '' && service.startsWith('Amazon Elastic Compute') ? 'EC2: Running Hours' : ''),
};

/** @source GetCostAndUsage; REGION and BILLING_ENTITY are not in its list: grouping by REGION is accepted all the same, by BILLING_ENTITY not */
export const groupableDimensions: readonly string[] = [
  'AZ',
  'INSTANCE_TYPE',
  'INVOICING_ENTITY',
  'LEGAL_ENTITY_NAME',
  'LINKED_ACCOUNT',
  'OPERATION',
  'PLATFORM',
  'PURCHASE_TYPE',
  'RECORD_TYPE',
  'REGION',
  'SERVICE',
  'TENANCY',
  'USAGE_TYPE',
];

export const filterableDimensions: readonly string[] = ['LINKED_ACCOUNT', ...Object.keys(shapeDimensions)];

const nameless: Readonly<Record<string, string>> = {
  AZ: 'NoAZ',
  INSTANCE_TYPE: 'NoInstanceType',
  OPERATION: 'NoOperation',
  PLATFORM: 'NoPlatform',
  PURCHASE_TYPE: 'NoPurchaseType',
  REGION: 'NoRegion',
  TENANCY: 'NoTenancy',
};

/** How an answer names lines without a value. */
export const namedValue = (dimension: string, value: string): string => (value === '' ? (nameless[dimension] ?? '') : value);

/** The dimension's value of a line, by which filters and groups know it. */
export const shapeReader = (dimension: string): ReadShape => {
  const read = shapeDimensions[dimension];
  if (!read) throw new Error(`The sandbox has no dimension ${dimension}.`);
  return (shape) => namedValue(dimension, read(shape));
};
