import { amountOf } from './decimal.js';

export interface Region {
  readonly code: string;
  readonly name: string;
  /** What usage types begin with; us-east-1's have none. */
  readonly prefix: string;
}

export const regions: readonly Region[] = [
  { code: 'eu-central-1', name: 'EU (Frankfurt)', prefix: 'EUC1-' },
  { code: 'eu-west-1', name: 'EU (Ireland)', prefix: 'EU-' },
  { code: 'us-east-1', name: 'US East (N. Virginia)', prefix: '' },
  { code: 'us-west-2', name: 'US West (Oregon)', prefix: 'USW2-' },
];

export const regionOf = (code: string): Region =>
  regions.find((region) => region.code === code) ?? { code, name: code, prefix: code === '' ? '' : `${code.toUpperCase()}-` };

export interface MeteredUsage {
  readonly service: string;
  readonly usageType: string;
  readonly operation: string;
  readonly unit: string;
  /** Price of one unit in USD. */
  readonly price: bigint;
  /** A month's use of an account of size 1, in hundredths of the unit. */
  readonly low: number;
  readonly high: number;
  /** Percent of the accounts that have it. */
  readonly popularity: number;
  readonly billingEntity?: string;
  readonly seller?: string;
}

type Row = readonly [usageType: string, operation: string, unit: string, price: string, low: number, high: number];

const of = (service: string, popularity: number, rows: readonly Row[], more: Partial<MeteredUsage> = {}): readonly MeteredUsage[] =>
  rows.map(([usageType, operation, unit, price, low, high]) => ({ service, popularity, usageType, operation, unit, price: amountOf(price), low, high, ...more })); // prettier-ignore

export const EC2 = 'Amazon Elastic Compute Cloud - Compute';
export const RDS = 'Amazon Relational Database Service';

/** What accounts use besides instances. Prices and amounts are plausible, not AWS's price list. */
export const meteredUsages: readonly MeteredUsage[] = [
  ...of('EC2 - Other', 85, [
    ['EBS:VolumeUsage.gp3', 'CreateVolume-Gp3', 'GB-Mo', '0.0952', 4_000, 90_000],
    ['NatGateway-Hours', 'NatGateway', 'Hrs', '0.052', 72_000, 148_800],
    ['DataTransfer-Regional-Bytes', 'InterZone-In', 'GB', '0.01', 500, 60_000],
  ]),
  ...of(RDS, 45, [['RDS:GP3-Storage', 'CreateDBInstance:0014', 'GB-Mo', '0.137', 2_000, 50_000]]),
  ...of('AWS Lambda', 70, [
    ['Lambda-GB-Second', 'Invoke', 'Lambda-GB-Second', '0.0000166667', 50_000, 90_000_000],
    ['Request', 'Invoke', 'Lambda-Requests', '0.0000002', 100_000, 400_000_000],
  ]),
  ...of('Amazon Simple Storage Service', 95, [
    ['TimedStorage-ByteHrs', 'StandardStorage', 'GB-Mo', '0.0245', 1_000, 400_000],
    ['Requests-Tier1', 'PutObject', 'Requests', '0.0000054', 10_000, 40_000_000],
  ]),
  ...of('AmazonCloudWatch', 95, [
    ['CW:MetricMonitorUsage', 'MetricStorage', 'Metrics', '0.3', 100, 6_000],
    ['DataProcessing-Bytes', 'PutLogEvents', 'GB', '0.63', 10, 9_000],
  ]),
  ...of('AWS Key Management Service', 80, [['KMS-Keys', 'KMS', 'Keys', '1', 100, 1_500]]),
  ...of('AWS Secrets Manager', 55, [['AWSSecretsManager-Secrets', '', 'Secrets', '0.4', 100, 3_000]]),
  ...of('AWS Config', 90, [['ConfigurationItemRecorded', 'None', 'ConfigurationItemRecorded', '0.003', 5_000, 300_000]]),
  ...of('AWS CloudTrail', 95, [['FreeEventsRecorded', 'None', 'Events', '0', 100_000, 9_000_000]]),
  ...of('Amazon Virtual Private Cloud', 60, [['VpcEndpoint-Hours', 'VpcEndpoint', 'Hrs', '0.012', 72_000, 446_400]]),
  ...of('Amazon Route 53', 50, [['HostedZone', 'HostedZone', 'HostedZone', '0.5', 100, 1_200]]),
  ...of('Amazon DynamoDB', 45, [
    ['TimedStorage-ByteHrs', 'StandardStorage', 'GB-Mo', '0.306', 0, 20_000],
    ['WriteRequestUnits', 'PayPerRequestThroughput', 'WriteRequestUnits', '0.0000007625', 20_000, 900_000_000],
  ]),
  ...of('Amazon Simple Queue Service', 60, [['Requests-Tier1', 'SendMessage', 'Requests', '0.0000004', 10, 50_000_000]]),
  ...of('Amazon Simple Notification Service', 50, [['Requests-Tier1', 'Publish', 'Requests', '0.0000005', 1, 90_000]]),
  ...of('Amazon Elastic Load Balancing', 55, [['LoadBalancerUsage', 'LoadBalancing:Application', 'Hrs', '0.027', 72_000, 297_600]]),
  ...of('Amazon CloudFront', 30, [['DataTransfer-Out-Bytes', '', 'GB', '0.085', 100, 200_000]]),
  ...of('AWS Glue', 20, [['ETL-DPU-Hour', 'Jobrun', 'DPU-Hour', '0.44', 50, 40_000]]),
  ...of('Amazon EC2 Container Registry (ECR)', 45, [['TimedStorage-ByteHrs', '', 'GB-Mo', '0.1', 100, 12_000]]),
  ...of('Amazon Elastic Container Service for Kubernetes', 25, [['AmazonEKS-Hours:perCluster', 'CreateOperation', 'Hours', '0.1', 72_000, 148_800]]),
  ...of('Amazon API Gateway', 30, [['ApiGatewayRequest', 'ApiGatewayRequest', 'Requests', '0.0000037', 1_000, 90_000_000]]),
  ...of('AWS Step Functions', 20, [['StateTransition', 'None', 'StateTransitions', '0.000025', 1_000, 5_000_000]]),
  ...of('AWS WAF', 20, [['WebACL', 'WebACL', 'WebACL-Month', '5', 100, 400]]),
  ...of('Amazon GuardDuty', 70, [['PaidEventsAnalyzed', 'None', 'Events', '0.0000046', 100_000, 90_000_000]]),
  ...of('Amazon Bedrock', 12, [['MP:InputTokenCount', 'Invoke', '1K tokens', '0.003', 10_000, 30_000_000]]),
  ...of('Sandbox Observability Pro', 8, [['MP:Hosts', '', 'Hosts', '23', 100, 2_000]], {
    billingEntity: 'AWS Marketplace',
    seller: 'Sandbox Observability GmbH',
  }),
];

/** An instance type that can be reserved or covered by a savings plan. */
export interface InstanceOffer {
  readonly service: string;
  readonly instanceType: string;
  readonly family: string;
  readonly platform: string;
  readonly operation: string;
  /** Prefix of the usage type: `BoxUsage`, `InstanceUsage`, … */
  readonly usage: string;
  /** Usage type of the reservation's fee. */
  readonly fee: string;
  readonly hourly: bigint;
  /** Normalisation factor in hundredths. */
  readonly factor: number;
  readonly savingsPlans: boolean;
  readonly unit: string;
}

type Offer = readonly [instanceType: string, family: string, hourly: string, factor: number];

const offers = (shared: Omit<InstanceOffer, 'instanceType' | 'family' | 'hourly' | 'factor'>, rows: readonly Offer[]): readonly InstanceOffer[] =>
  rows.map(([instanceType, family, hourly, factor]) => ({ ...shared, instanceType, family, hourly: amountOf(hourly), factor }));

const ec2 = {
  service: EC2,
  platform: 'Linux/UNIX',
  operation: 'RunInstances',
  usage: 'BoxUsage',
  fee: 'HeavyUsage',
  savingsPlans: true,
  unit: 'Hrs',
};
const noPlan = { savingsPlans: false, unit: 'Hrs' };

export const instanceOffers: readonly InstanceOffer[] = [
  ...offers(ec2, [
    ['t3.medium', 't3', '0.048', 200],
    ['m5.large', 'm5', '0.115', 400],
    ['m5.xlarge', 'm5', '0.23', 800],
    ['c6g.large', 'c6g', '0.0776', 400],
    ['r5.large', 'r5', '0.152', 400],
  ]),
  ...offers({ ...noPlan, service: RDS, platform: 'PostgreSQL', operation: 'CreateDBInstance:0014', usage: 'InstanceUsage', fee: 'HeavyUsage' }, [
    ['db.t3.medium', 't3', '0.082', 200],
    ['db.m5.large', 'm5', '0.204', 400],
  ]),
  ...offers(
    { ...noPlan, service: 'Amazon ElastiCache', platform: 'Redis', operation: 'CreateCacheCluster:0002', usage: 'NodeUsage', fee: 'HeavyUsage' },
    [['cache.m5.large', 'm5', '0.187', 400]],
  ),
  ...offers({ ...noPlan, service: 'Amazon Redshift', platform: '', operation: 'RunComputeNode:0001', usage: 'Node', fee: 'HeavyUsage' }, [
    ['ra3.xlplus', 'ra3', '1.235', 0],
  ]),
  ...offers({ ...noPlan, service: 'Amazon OpenSearch Service', platform: '', operation: 'ESDomain', usage: 'ESInstance', fee: 'HeavyUsage' }, [
    ['m6g.large.search', 'm6g', '0.152', 0],
  ]),
  ...offers(
    { service: 'Amazon Elastic Container Service', platform: '', operation: 'FargateTask', usage: 'Fargate-vCPU-Hours', fee: '', savingsPlans: true, unit: 'hours' }, // prettier-ignore
    [['perCPU', 'Fargate', '0.04656', 0]],
  ),
];

export const offerOf = (service: string, instanceType: string): InstanceOffer | undefined =>
  instanceOffers.find((offer) => offer.service === service && offer.instanceType === instanceType);

/** Services whose reservations Cost Explorer knows. */
export const reservationServices: readonly string[] = [
  EC2,
  RDS,
  'Amazon ElastiCache',
  'Amazon Redshift',
  'Amazon Elasticsearch Service',
  'Amazon OpenSearch Service',
  'Amazon MemoryDB',
];
