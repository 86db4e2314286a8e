import { toNewEvent } from '@orgledger/event-store';
import { DomainError, metadataOf, parseUnits, uuidv5 } from '@orgledger/kernel';
import { streams } from '../streams.js';
import { costCalls } from './call-plan.js';
import type { CollectionEvent, CollectionFinding } from './collection.events.js';
import { collectionQueries, dayDigest } from './collections.view.js';
import { callsLeftOut } from './findings.js';
import type { Pull } from './pull.gateway.js';

/** Accounts in one event: it stays far below what a store takes at once. */
const accountsPerPart = 2_000;

interface DayCost {
  readonly accountId: string;
  readonly unblended: string;
  readonly amortized: string;
}

/** Costs by day and account, for charts and the spike detector; days that did not change append nothing. */
export const collectDays = async (pull: Pull, period: { readonly start: string; readonly end: string }): Promise<readonly CollectionFinding[]> => {
  if (!pull.budget.hasRoomForOptional()) return [callsLeftOut(undefined, 'the costs by day')];
  const call = costCalls.days(period);
  if (call.operation !== 'GetCostAndUsage') return [];
  const days = new Map<string, Map<string, DayCost>>();
  for await (const page of pull.reader.read(call))
    for (const { period: day, groups } of page.results) {
      const costs = days.get(day.start) ?? new Map<string, DayCost>();
      days.set(day.start, costs);
      for (const { keys, amounts } of groups) {
        const [accountId = ''] = keys;
        const cost = { accountId, unblended: amounts.UnblendedCost?.amount ?? '', amortized: amounts.AmortizedCost?.amount ?? '' };
        checkAmounts(cost, day.start);
        costs.set(accountId, cost);
      }
    }
  await pull.caughtUp();
  const known = await collectionQueries(pull.views.read).daysRead(pull.payer.payerAccountId, period.start);
  const { events } = await pull.store.readStream(streams.collection(pull.pullId));
  const told = new Set(events.map((event) => event.id));
  let revision = events.at(-1)?.revision ?? -1n;
  for (const event of partsOf(pull, days)) {
    const id = uuidv5(pull.pullId, `day ${event.day} ${event.part}`);
    if (told.has(id) || known.get(`${event.day} ${event.part}`) === dayDigest(event.parts, event.costs)) continue;
    ({ revision } = await pull.store.append(streams.collection(pull.pullId), revision, [toNewEvent(event, id, metadataOf(pull.metaOf('days')))]));
  }
  return [];
};

type DailyCosts = Extract<CollectionEvent, { type: 'DailyCostsObserved' }>;

function* partsOf({ pullId, payer }: Pull, days: ReadonlyMap<string, ReadonlyMap<string, DayCost>>): Generator<DailyCosts> {
  for (const day of [...days.keys()].sort()) {
    const costs = [...(days.get(day)?.values() ?? [])].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
    const parts = Math.max(1, Math.ceil(costs.length / accountsPerPart));
    for (let part = 1; part <= parts; part += 1)
      yield {
        type: 'DailyCostsObserved',
        pullId,
        payerAccountId: payer.payerAccountId,
        day,
        costs: costs.slice((part - 1) * accountsPerPart, part * accountsPerPart),
        part,
        parts,
      };
  }
}

const checkAmounts = ({ accountId, unblended, amortized }: DayCost, day: string): void => {
  try {
    parseUnits(unblended);
    parseUnits(amortized);
  } catch {
    throw new DomainError('AMOUNT_MALFORMED', `Cost Explorer gives an amount of account ${accountId} on ${day} that is no number.`);
  }
};
