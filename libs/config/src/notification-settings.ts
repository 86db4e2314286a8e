import type { ConfigurationProblem } from './configuration-error.js';
import { variables } from './variables.js';
import type { Values, VariableName } from './variables.js';

/** How notifications leave the house. Without `smtp` no mail is sent. */
export interface NotificationSettings {
  readonly allowLoopback: boolean;
  readonly smtp?: {
    readonly host: string;
    readonly port: number;
    readonly tls: 'starttls' | 'implicit' | 'none';
    readonly user?: string;
    readonly password?: string;
    readonly from: string;
  };
}

export const notificationOf = (values: Values, problems: ConfigurationProblem[]): NotificationSettings => {
  const together = (one: VariableName, other: VariableName): void => {
    for (const [set, missing] of [
      [one, other],
      [other, one],
    ] as const)
      if (values[set] !== undefined && values[missing] === undefined && !problems.some(({ variable }) => variable === missing))
        problems.push({ variable: missing, problem: `is missing, though ${set} is set`, remedy: variables[missing].remedy });
  };
  together('ORGLEDGER_SMTP_HOST', 'ORGLEDGER_SMTP_FROM');
  together('ORGLEDGER_SMTP_USER', 'ORGLEDGER_SMTP_PASSWORD');
  const allowLoopback = values.ORGLEDGER_WEBHOOK_ALLOW_LOOPBACK ?? false;
  const { ORGLEDGER_SMTP_HOST: host, ORGLEDGER_SMTP_FROM: from, ORGLEDGER_SMTP_USER: user, ORGLEDGER_SMTP_PASSWORD: password } = values;
  if (host === undefined || from === undefined) return { allowLoopback };
  const login = user === undefined || password === undefined ? {} : { user, password };
  return { allowLoopback, smtp: { host, from, port: values.ORGLEDGER_SMTP_PORT ?? 587, tls: values.ORGLEDGER_SMTP_TLS ?? 'starttls', ...login } };
};
