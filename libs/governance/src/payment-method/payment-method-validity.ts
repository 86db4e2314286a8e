/** As far as it decides whether a method pays. */
export interface Validity {
  /** Last day on which it pays, `YYYY-MM-DD` in UTC. */
  readonly expiresOn?: string | undefined;
  readonly deleted?: boolean;
}

/** The day (UTC) of an instant in ISO 8601. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** Whether the method pays on a day. The days alone say so, however late the job is that records them. */
export const paysOn = ({ expiresOn, deleted = false }: Validity, day: string): boolean => !deleted && (expiresOn === undefined || day <= expiresOn);

export interface ProjectPayment {
  readonly paymentMethodIdentifier?: string;
  readonly substituteIdentifier?: string;
}

/** What a project pays by on a day: its method while that pays, then its substitute while that one does, else nothing. */
export const methodOn = <Method extends Validity>(
  { paymentMethodIdentifier, substituteIdentifier }: ProjectPayment,
  find: (paymentMethodIdentifier: string) => Method | undefined,
  day: string,
): { readonly identifier: string; readonly method: Method } | undefined => {
  for (const identifier of [paymentMethodIdentifier, substituteIdentifier]) {
    const method = identifier === undefined ? undefined : find(identifier);
    if (identifier !== undefined && method && paysOn(method, day)) return { identifier, method };
  }
  return undefined;
};

const expiringDays = 30;

/** How it stands on a day: `expiring` in its last 30 days. */
export const paymentMethodState = (method: Validity, day: string): 'active' | 'expiring' | 'expired' | 'deleted' => {
  if (method.deleted) return 'deleted';
  if (!paysOn(method, day)) return 'expired';
  if (method.expiresOn === undefined) return 'active';
  return Date.parse(method.expiresOn) - Date.parse(day) < expiringDays * 86_400_000 ? 'expiring' : 'active';
};
