import { createHash } from 'node:crypto';

export const faultKinds = ['throttle', 'dropAnswer', 'delay', 'hang', 'kill'] as const;
export type ChaosKind = (typeof faultKinds)[number];

/** Every operation by which a first replication changes AWS, with its service. */
export const changingOperations = [
  ['organizations', 'CreateAccount'],
  ['organizations', 'CreateOrganizationalUnit'],
  ['organizations', 'MoveAccount'],
  ['iam', 'UpdateAssumeRolePolicy'],
  ['iam', 'CreateAccountAlias'],
  ['identitystore', 'CreateGroup'],
  ['identitystore', 'CreateGroupMembership'],
  ['ssoadmin', 'CreateAccountAssignment'],
  ['iam', 'PutRolePolicy'],
  ['iam', 'DetachRolePolicy'],
] as const;

export interface PlannedFault {
  readonly kind: ChaosKind;
  readonly service: string;
  readonly operation: string;
}

const draw = (...key: readonly (string | number)[]): number => createHash('sha256').update(JSON.stringify(key)).digest().readUInt32BE(0) / 2 ** 32;

const pairs: readonly PlannedFault[] = faultKinds
  .flatMap((kind) => changingOperations.map(([service, operation]) => ({ kind, service, operation })))
  .map((fault, index) => ({ fault, place: draw('order', index) }))
  .sort((a, b) => a.place - b.place)
  .map(({ fault }) => fault);

const faultsPerSeed = 3;

/** Adds a fault to the first group that has room and does not meet its operation yet: the log names one fault per call. */
const place = (groups: readonly (readonly PlannedFault[])[], fault: PlannedFault): readonly (readonly PlannedFault[])[] => {
  const index = groups.findIndex((group) => group.length < faultsPerSeed && group.every(({ operation }) => operation !== fault.operation));
  return index < 0 ? [...groups, [fault]] : groups.map((group, at) => (at === index ? [...group, fault] : group));
};

const sweep = pairs.reduce<readonly (readonly PlannedFault[])[]>(place, []);

/** The faults of a seed, each on an operation of its own: the first seeds together go through every kind on every operation, the following ones draw. */
export const planFaults = (seed: number): readonly PlannedFault[] => {
  const swept = sweep[seed];
  if (swept) return swept;
  const drawn = Array.from({ length: faultsPerSeed }, (_, index) => pairs[Math.floor(draw('seed', seed, index) * pairs.length)]);
  return drawn.reduce<readonly (readonly PlannedFault[])[]>((groups, fault) => (fault ? place(groups, fault) : groups), [])[0] ?? [];
};
