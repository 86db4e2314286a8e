import type { World } from '../../core/service.js';
import type { AccountIam, Entity, IamState, ManagedPolicy, Role, User } from './model.js';

const kinds = { user: 'users', role: 'roles', policy: 'policies' } as const;

export const entityKey = (kind: Entity['kind'], name: string): string => `${kind}/${kind === 'policy' ? name : name.toLowerCase()}`;

const slot = (iam: AccountIam, entity: string): { table: Record<string, Entity>; key: string } => {
  const slash = entity.indexOf('/');
  const kind = entity.slice(0, slash) as Entity['kind'];
  return { table: iam[kinds[kind]], key: entity.slice(slash + 1) };
};

export const accountIam = (world: World, accountId: string): AccountIam | undefined => world.state<IamState>('iam').accounts[accountId];

interface EntityOf {
  readonly user: User;
  readonly role: Role;
  readonly policy: ManagedPolicy;
}

/** The entity as its writer sees it: every write at once. */
export const latest = <K extends Entity['kind']>(iam: AccountIam | undefined, kind: K, name: string): EntityOf[K] | undefined => {
  if (!iam) return undefined;
  const { table, key } = slot(iam, entityKey(kind, name));
  return Object.hasOwn(table, key) ? (table[key] as EntityOf[K]) : undefined;
};

/** The entity as authorisation sees it at `now`: without the writes that have not propagated. */
export const visible = <K extends Entity['kind']>(iam: AccountIam | undefined, kind: K, name: string, now: number): EntityOf[K] | undefined => {
  if (!iam) return undefined;
  const entity = entityKey(kind, name);
  const pending = iam.changes.find((change) => change.entity === entity && change.visibleAt > now);
  return pending ? ((pending.before ?? undefined) as EntityOf[K] | undefined) : latest(iam, kind, name);
};

/** Writes of one entity become visible in their order, each after its own drawn delay. */
const visibleAt = (world: World, iam: AccountIam, entity: string): number => {
  const due = world.now() + world.duration('iam.visible', world.next('iam.write'));
  return iam.changes.reduce((latestDue, change) => (change.entity === entity ? Math.max(latestDue, change.visibleAt) : latestDue), due);
};

const forgetVisible = (iam: AccountIam, now: number): void => {
  if (iam.changes.some((change) => change.visibleAt <= now)) iam.changes = iam.changes.filter((change) => change.visibleAt > now);
};

/** Stores the entity under a new serial. `at: 'once'` is for a world's first content, which nobody has to wait for. */
export const write = <E extends Entity>(world: World, iam: AccountIam, entity: Omit<E, 'serial'>, at: 'propagated' | 'once' = 'propagated'): E => {
  const stored = { ...entity, serial: world.next('iam.serial') } as unknown as E;
  const key = entityKey(stored.kind, stored.kind === 'policy' ? stored.arn : stored.name);
  const place = slot(iam, key);
  forgetVisible(iam, world.now());
  const before = Object.hasOwn(place.table, place.key) ? (place.table[place.key] ?? null) : null;
  if (at === 'propagated') iam.changes.push({ entity: key, visibleAt: visibleAt(world, iam, key), before });
  place.table[place.key] = stored;
  return stored;
};

export const erase = (world: World, iam: AccountIam, entity: Entity): void => {
  const key = entityKey(entity.kind, entity.kind === 'policy' ? entity.arn : entity.name);
  const place = slot(iam, key);
  iam.changes.push({ entity: key, visibleAt: visibleAt(world, iam, key), before: entity });
  Reflect.deleteProperty(place.table, place.key);
};
