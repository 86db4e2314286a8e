import type { Call } from '../../../core/service.js';
import { activeEnd, termEnd, termHours } from '../billing/commitment-terms.js';
import { amountOf, doubleText, ONE, scaled, times } from '../billing/decimal.js';
import { offerOf } from '../billing/price-list.js';
import { costLedger } from '../facts/ledger.js';
import type { ReservationFacts } from '../facts/ledger.js';
import { organizationsState } from '../../organizations/state.js';

export const accountName = (call: Call, accountId: string): string =>
  organizationsState(call.world).accounts[accountId]?.name ?? costLedger(call.world).departed[accountId]?.name ?? '';

/** AWS names the last second of a term. */
export const lastSecond = (end: number): string => new Date(end - 1000).toISOString();

const reservedArns: Readonly<Record<string, (region: string) => string>> = {
  'Amazon Relational Database Service': (region) => `rds:${region}`,
  'Amazon ElastiCache': (region) => `elasticache:${region}`,
  'Amazon Redshift': (region) => `redshift:${region}`,
  'Amazon OpenSearch Service': (region) => `es:${region}`,
};

/** Attributes of a reservation: all texts, in camel case, as recorded from the service. */
export const reservationAttributes = (call: Call, reservation: ReservationFacts): Readonly<Record<string, string>> => {
  const { id, region, count, instanceType, service } = reservation;
  const offer = offerOf(service, instanceType);
  const upfront = amountOf(reservation.upfrontFee);
  const hourly = amountOf(reservation.hourlyFee);
  const seconds = BigInt(termHours(reservation) * 3600 - 1);
  const hours = scaled(seconds, ONE, 3600n);
  const started = new Date(reservation.startAt).toISOString();
  const leaseId = `ri-${started.slice(0, 19).replaceAll(/[T:]/g, '-')}-${id.slice(0, 3)}`;
  const active = activeEnd(reservation) > call.now;
  return {
    accountId: reservation.ownerId,
    accountName: accountName(call, reservation.ownerId),
    availabilityZone: '',
    averageOnDemandHourlyRate: doubleText(offer?.hourly ?? 0n),
    cancellationDateTime: lastSecond(active ? termEnd(reservation) : activeEnd(reservation)),
    effectiveHourlyRate: doubleText(scaled(upfront, 3600n, seconds * BigInt(count)) + hourly),
    endDateTime: lastSecond(termEnd(reservation)),
    hourlyRecurringFee: doubleText(hourly),
    instanceFamily: service.includes('Compute Cloud') ? (offer?.family ?? '') : '',
    instanceType,
    leaseId,
    modificationStatus: reservation.predecessorId === undefined && reservation.ending !== 'exchanged' ? 'Not Manual' : 'Manual',
    numberOfInstances: String(count),
    offeringType: reservation.convertible ? 'convertible' : '',
    platform: offer?.platform ?? '',
    region,
    reservationARN: `arn:${call.world.partition}:${reservedArns[service]?.(region) ?? `ec2:${region}`}:${reservation.ownerId}:${service.includes('Compute Cloud') ? 'reserved-instances/' : 'ri:'}${leaseId}`, // prettier-ignore
    scope: 'Region',
    service,
    sizeFlexibility: 'FlexRI',
    startDateTime: started,
    subscriptionId: id,
    subscriptionStatus: active ? 'Active' : reservation.endedAt === undefined ? 'Expired' : 'Cancelled',
    subscriptionType: reservation.paymentOption,
    tenancy: 'Shared',
    totalAssetValue: doubleText(upfront + times(hourly * BigInt(count), hours)),
    upfrontFee: doubleText(upfront),
  };
};
