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

export const faultsPerSeed = 3;

/** The faults of a seed: the first seeds together go through every kind on every operation, the following ones draw freely. At most one kill: it ends the process. */
export const planFaults = (seed: number): readonly PlannedFault[] => {
  const start = (seed * faultsPerSeed) % pairs.length;
  const swept = Math.ceil(pairs.length / faultsPerSeed);
  const drawn = Array.from({ length: faultsPerSeed }, (_, index) =>
    seed < swept ? pairs[(start + index) % pairs.length] : pairs[Math.floor(draw('seed', seed, index) * pairs.length)],
  );
  return drawn.filter((fault) => fault !== undefined);
};
