import { ControlError } from '../../../core/control/control-error.js';
import type { World } from '../../../core/service.js';
import { drawnUuid } from '../../drawn-ids.js';
import { removeFromOrganization } from '../../organizations/departure.js';
import { organizationsState } from '../../organizations/state.js';
import type { Json } from '../../request-members.js';
import { RequestMembers } from '../../request-members.js';
import { monthAt, monthOfTime } from '../billing/calendar.js';
import { drawFacts } from './drawn-facts.js';
import { costLedger, profiles } from './ledger.js';
import type { Commitment, CostLedger } from './ledger.js';
import {
  optionalAmount,
  optionalMoment,
  readCommitment,
  readLine,
  readMoment,
  readReplay,
  readSettings,
  readSharing,
  refuseFact,
} from './read-facts.js';

/** What planting made: ids of the commitments in the order asked for, drawn ones last, and how many facts there are. */
export interface PlantedCosts {
  readonly commitmentIds: readonly string[];
  readonly commitments: number;
  readonly lines: number;
  readonly firstMonth: string;
}

const newCommitmentId = (world: World, ownerId: string, kind: Commitment['kind']): string => {
  const number = world.next('costexplorer.commitments');
  if (kind === 'savingsPlan') return `arn:${world.partition}:savingsplans::${ownerId}:savingsplan/${drawnUuid(world, 'savingsPlan', number)}`;
  return world.drawText('123456789', 11, 'reservation', number);
};

const structures = (members: RequestMembers, member: string): readonly RequestMembers[] => (members.has(member) ? members.structures(member) : []);

const chosenAccounts = (world: World, members: RequestMembers, among: readonly string[] | undefined): readonly string[] => {
  const known = organizationsState(world).accounts;
  const ids = members.has('accountIds') ? members.texts('accountIds') : (among ?? Object.keys(known));
  const stranger = ids.find((id) => known[id] === undefined);
  if (stranger !== undefined) throw new ControlError(`accountIds: ${stranger} is no account of the organisation.`);
  return ids;
};

/** Gives accounts a past or a size. */
const plantAccounts = (world: World, ledger: CostLedger, members: RequestMembers, ids: readonly string[]): number => {
  const months = members.optionalInteger('months', 0, 14);
  const profile = members.optionalOneOf('profile', profiles);
  const now = world.now();
  const since = optionalMoment(members, 'since') ?? (months === undefined ? undefined : monthAt(monthOfTime(now).index - months).start);
  if (since !== undefined || profile !== undefined)
    for (const id of ids)
      ledger.accounts[id] = { ...ledger.accounts[id], ...(since === undefined ? {} : { since }), ...(profile === undefined ? {} : { profile }) };
  return since ?? monthOfTime(now).start;
};

const leave = (world: World, ledger: CostLedger, ids: readonly string[]): void => {
  const now = world.now();
  for (const id of ids) {
    const account = removeFromOrganization(world, id);
    if (!account) continue;
    ledger.departed[id] = { name: account.name, since: ledger.accounts[id]?.since ?? account.joinedAt, until: now };
    // Its commitments leave with it.
    ledger.commitments.forEach((commitment, at) => {
      if (commitment.ownerId === id && (commitment.endedAt ?? Infinity) > now)
        ledger.commitments[at] = { ...commitment, endedAt: now, ending: 'cancelled' };
    });
  }
};

interface Ending {
  readonly id: string;
  readonly endedAt: number;
  readonly ending: NonNullable<Commitment['ending']>;
  readonly refund?: string;
}

/** How a commitment that is there, or is planted now, is returned, cancelled or exchanged. */
const readEnding = (members: RequestMembers, known: readonly Commitment[]): Ending => {
  const id = members.text('id');
  if (!known.some((commitment) => commitment.id === id)) throw new ControlError(`end.id: there is no commitment ${id}.`);
  return {
    id,
    endedAt: readMoment(members, 'at'),
    ending: members.optionalOneOf('ending', ['returned', 'exchanged', 'cancelled']) ?? 'cancelled',
    ...optionalAmount(members, 'refund'),
  };
};

const readLeavers = (world: World, members: RequestMembers): readonly string[] => {
  const ids = members.has('leave') ? members.texts('leave') : [];
  const known = organizationsState(world).accounts;
  const stranger = ids.find((id) => known[id] === undefined || id === world.managementAccountId);
  if (stranger !== undefined) throw new ControlError(`leave: ${stranger} is no member account of the organisation.`);
  return ids;
};

const requireAccounts = (world: World, ledger: CostLedger, ids: readonly string[]): void => {
  const known = organizationsState(world).accounts;
  const stranger = ids.find((id) => known[id] === undefined && ledger.departed[id] === undefined);
  if (stranger !== undefined) throw new ControlError(`${stranger} is no account of the organisation, nor was it one.`);
};

/**
 * Adds facts that costs follow from, `POST /_sandbox/costs` and the `costs` of a seed; BEHAVIOUR.md lists the members.
 * Throws ControlError, with nothing planted, on a spec that is none.
 */
export const plantCosts = (world: World, spec: Json, among?: readonly string[]): PlantedCosts => {
  const ledger = costLedger(world);
  const members = new RequestMembers(spec, refuseFact);
  const now = world.now();
  const ids = chosenAccounts(world, members, among);
  const commitments = structures(members, 'commitments').map((one) =>
    readCommitment(one, (kind) => newCommitmentId(world, one.text('ownerId'), kind)),
  );
  const lines = structures(members, 'lines').map(readLine);
  const sharing = structures(members, 'sharing').map((one) => readSharing(one, now));
  const replayed = structures(members, 'replay').map(readReplay);
  requireAccounts(world, ledger, [...commitments.map(({ ownerId }) => ownerId), ...lines.map(({ accountId }) => accountId)]);
  requireAccounts(world, ledger, commitments.flatMap(({ uses }) => uses ?? []).map(({ accountId }) => accountId)); // prettier-ignore
  const endings = structures(members, 'end').map((one) => readEnding(one, [...ledger.commitments, ...commitments]));
  const leavers = readLeavers(world, members);
  const settings = readSettings(members);
  const drawn = members.optionalOneOf('draw', ['none', 'mixed']) ?? (members.has('months') ? 'mixed' : 'none');

  const from = plantAccounts(world, ledger, members, ids);
  const made = drawn === 'mixed' ? drawFacts(world, { from, newId: (owner, kind) => newCommitmentId(world, owner, kind) }) : undefined;
  ledger.commitments.push(...commitments, ...(made?.commitments ?? []));
  ledger.lines.push(...lines, ...(made?.lines ?? []));
  ledger.sharing.push(...sharing);
  ledger.replayed.push(...replayed);
  ledger.settings = { ...(made?.settings ?? ledger.settings), ...settings };
  for (const { id, ...end } of endings) {
    const at = ledger.commitments.findIndex((commitment) => commitment.id === id);
    const commitment = ledger.commitments[at];
    if (commitment) ledger.commitments[at] = { ...commitment, ...end };
  }
  leave(world, ledger, leavers);
  ledger.version += 1;
  return {
    commitmentIds: [...commitments, ...(made?.commitments ?? [])].map(({ id }) => id),
    commitments: ledger.commitments.length,
    lines: ledger.lines.length,
    firstMonth: monthOfTime(from).key,
  };
};
