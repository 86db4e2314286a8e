import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** What the README's table says about one variable. */
export interface VariableDescription {
  readonly name: string;
  readonly description: string;
  readonly default: string;
}

interface Variable<T> {
  readonly description: string;
  /** As the environment would give it; undefined leaves the setting out. */
  readonly default?: string;
  /** How the default is written in the documentation, where it differs. */
  readonly shownDefault?: string;
  readonly remedy: string;
  readonly parse: z.ZodType<T, string>;
}

const variable = <T>(v: Variable<T>): Variable<T> => v;

const text = z.string().trim().min(1, 'is empty');
const path = text.transform((value) => resolve(value));
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is not between ${min} and ${max}`);

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const isUsableEndpoint = (value: string): boolean => {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)));
};

/** The one copy of AWS's quotas lies in `config/` at the root, above both the sources and the compiled output. */
const quotasFile = (from = __dirname): string => {
  const candidate = join(from, 'config', 'aws-quotas.json');
  const parent = dirname(from);
  return existsSync(candidate) || parent === from ? candidate : quotasFile(parent);
};

/** Every variable that Orgledger reads, and nothing reads the environment but this table. */
export const variables = {
  ORGLEDGER_DATA_DIR: variable({
    description: 'Folder of the embedded stores: events.sqlite, views.sqlite and people.sqlite. Made when it is missing',
    default: '.data',
    remedy: 'Set it to a folder that this user can write to',
    parse: path,
  }),
  ORGLEDGER_HOST: variable({
    description: 'Address that the API listens on. Put a TLS proxy in front before you open it to a network',
    default: '127.0.0.1',
    remedy: 'Set it to an IP address or host name of this machine',
    parse: text,
  }),
  ORGLEDGER_PORT: variable({
    description: 'Port of the API; 0 picks a free one',
    default: '4000',
    remedy: 'Set it to a port from 0 to 65535',
    parse: wholeNumber(0, 65_535),
  }),
  ORGLEDGER_LOG_LEVEL: variable({
    description: 'Least serious level that is logged: trace, debug, info, warn, error, fatal or silent',
    default: 'info',
    remedy: 'Set it to trace, debug, info, warn, error, fatal or silent',
    parse: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'is not a level'),
  }),
  ORGLEDGER_READY_JSON: variable({
    description:
      '1 writes one line of JSON to standard output when the process is ready (port, data folder and, once, the first API key), for scripts',
    default: '0',
    remedy: 'Set it to 0 or 1',
    parse: z.enum(['0', '1'], 'is neither 0 nor 1').transform((value) => value === '1'),
  }),
  ORGLEDGER_AWS_ENDPOINT: variable({
    description: 'Where AWS is reached, instead of its public endpoints: the address of the sandbox',
    shownDefault: 'AWS itself',
    remedy: 'Use an https:// address, or http:// on this machine only, or unset it to reach AWS',
    parse: z.string().refine(isUsableEndpoint, 'is not an https:// address nor http:// on this machine'),
  }),
  ORGLEDGER_AWS_CALL_TIMEOUT_MS: variable({
    description: 'Longest wait for one answer of AWS, in milliseconds; a change whose answer does not come is looked up, never just repeated',
    default: '30000',
    remedy: 'Set it to a number from 500 to 600000',
    parse: wholeNumber(500, 600_000),
  }),
  AWS_ACCESS_KEY_ID: variable({
    description: 'Access key of the platform’s own AWS user (replicator only)',
    remedy: 'Set it together with AWS_SECRET_ACCESS_KEY',
    parse: z.string().regex(/^[A-Z0-9]{16,128}$/, 'is not an access key id'),
  }),
  AWS_SECRET_ACCESS_KEY: variable({
    description: 'Secret of that access key (replicator only). Never logged',
    remedy: 'Set it together with AWS_ACCESS_KEY_ID',
    parse: text,
  }),
  AWS_SESSION_TOKEN: variable({
    description: 'Session token, when the access key is a temporary one (replicator only). Never logged',
    remedy: 'Unset it for long-lived access keys',
    parse: text,
  }),
  ORGLEDGER_AWS_CREDENTIALS_FILE: variable({
    description:
      'JSON file {"accessKeyId", "secretAccessKey", "sessionToken"?}, e.g. a mounted secret, instead of the access key variables (replicator only)',
    remedy: 'Set it to the path of a file that this user can read',
    parse: path.refine((value) => existsSync(value), 'names a file that does not exist'),
  }),
  AWS_WEB_IDENTITY_TOKEN_FILE: variable({
    description: 'File with an OIDC token, exchanged for the role AWS_ROLE_ARN, instead of an access key (replicator only)',
    remedy: 'Set it together with AWS_ROLE_ARN',
    parse: path,
  }),
  AWS_ROLE_ARN: variable({
    description: 'Role in the platform account that the web identity assumes (replicator only)',
    remedy: 'Set it to arn:<partition>:iam::<account>:role/<name>, together with AWS_WEB_IDENTITY_TOKEN_FILE',
    parse: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'is not the ARN of a role'),
  }),
  ORGLEDGER_QUOTAS_FILE: variable({
    description: 'Quotas of the AWS control planes by which calls are paced',
    default: quotasFile(),
    shownDefault: 'config/aws-quotas.json',
    remedy: 'Set it to the path of a JSON file like config/aws-quotas.json',
    parse: path.refine((value) => existsSync(value), 'names a file that does not exist'),
  }),
  ORGLEDGER_REPLICATION_WORKERS: variable({
    description: 'Tenants that one replicator works on at once',
    default: '32',
    remedy: 'Set it to a number from 1 to 256',
    parse: wholeNumber(1, 256),
  }),
  ORGLEDGER_SWEEP_AT: variable({
    description: 'Time of day, UTC, at which the nightly sweep over all tenants starts; off for none',
    default: '02:00',
    remedy: 'Set it to HH:MM in UTC, or off',
    parse: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'is neither HH:MM nor off'),
  }),
  ORGLEDGER_SECRETS_KEY_FILE: variable({
    description: 'Master key of the secrets that people enter, 32 bytes in base64; made when it is missing. Keep it apart from backups of the data',
    shownDefault: 'secrets.key in the data folder',
    remedy: 'Set it to the path of a file that this user can read, or write when it is not there yet',
    parse: path,
  }),
  ORGLEDGER_SMTP_HOST: variable({
    description: 'Mail server through which notifications are sent; without one no mail is',
    remedy: 'Set it together with ORGLEDGER_SMTP_FROM',
    parse: text,
  }),
  ORGLEDGER_SMTP_PORT: variable({
    description: 'Port of the mail server',
    default: '587',
    remedy: 'Set it to a port from 1 to 65535',
    parse: wholeNumber(1, 65_535),
  }),
  ORGLEDGER_SMTP_TLS: variable({
    description: 'starttls: refuse a server without it; implicit: TLS from the first byte; none: for a relay on this machine',
    default: 'starttls',
    remedy: 'Set it to starttls, implicit or none',
    parse: z.enum(['starttls', 'implicit', 'none'], 'is none of starttls, implicit, none'),
  }),
  ORGLEDGER_SMTP_USER: variable({
    description: 'User of the mail server, where it asks for one',
    remedy: 'Set it together with ORGLEDGER_SMTP_PASSWORD',
    parse: text,
  }),
  ORGLEDGER_SMTP_PASSWORD: variable({
    description: 'Password of that user. Never logged',
    remedy: 'Set it together with ORGLEDGER_SMTP_USER',
    parse: text,
  }),
  ORGLEDGER_SMTP_FROM: variable({
    description: 'Sender of mails, e.g. orgledger@example.com',
    remedy: 'Set it to an e-mail address, together with ORGLEDGER_SMTP_HOST',
    parse: z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'is not an e-mail address'),
  }),
  ORGLEDGER_WEBHOOK_ALLOW_LOOPBACK: variable({
    description: '1 lets webhooks call this machine, over plain HTTP, too: for tests. Private networks stay closed',
    default: '0',
    remedy: 'Set it to 0 or 1',
    parse: z.enum(['0', '1'], 'is neither 0 nor 1').transform((value) => value === '1'),
  }),
  ORGLEDGER_METERING_ACCESS_KEY_ID: variable({
    description: 'Access key of metering’s own AWS user (metering only)',
    remedy: 'Set it together with ORGLEDGER_METERING_SECRET_ACCESS_KEY',
    parse: z.string().regex(/^[A-Z0-9]{16,128}$/, 'is not an access key id'),
  }),
  ORGLEDGER_METERING_SECRET_ACCESS_KEY: variable({
    description: 'Secret of that access key (metering only). Never logged',
    remedy: 'Set it together with ORGLEDGER_METERING_ACCESS_KEY_ID',
    parse: text,
  }),
  ORGLEDGER_METERING_SESSION_TOKEN: variable({
    description: 'Session token, when that access key is a temporary one (metering only). Never logged',
    remedy: 'Unset it for long-lived access keys',
    parse: text,
  }),
  ORGLEDGER_METERING_CREDENTIALS_FILE: variable({
    description: 'JSON file {"accessKeyId", "secretAccessKey", "sessionToken"?} instead of the access key variables (metering only)',
    remedy: 'Set it to the path of a file that this user can read',
    parse: path.refine((value) => existsSync(value), 'names a file that does not exist'),
  }),
  ORGLEDGER_METERING_WEB_IDENTITY_TOKEN_FILE: variable({
    description: 'File with an OIDC token, exchanged for the role ORGLEDGER_METERING_ROLE_ARN, instead of an access key (metering only)',
    remedy: 'Set it together with ORGLEDGER_METERING_ROLE_ARN',
    parse: path,
  }),
  ORGLEDGER_METERING_ROLE_ARN: variable({
    description: 'Role in the platform account that this web identity assumes (metering only)',
    remedy: 'Set it to arn:<partition>:iam::<account>:role/<name>, together with ORGLEDGER_METERING_WEB_IDENTITY_TOKEN_FILE',
    parse: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'is not the ARN of a role'),
  }),
  ORGLEDGER_COLLECT_AT: variable({
    description: 'Time of day, UTC, at which the daily collection of costs starts; off for collection on demand only',
    default: '04:00',
    remedy: 'Set it to HH:MM in UTC, or off',
    parse: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'is neither HH:MM nor off'),
  }),
  ORGLEDGER_CLOSE_AT: variable({
    description: 'Time of day, UTC, from which months that are due close; off for closing on demand only',
    default: '06:00',
    remedy: 'Set it to HH:MM in UTC, or off',
    parse: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'is neither HH:MM nor off'),
  }),
} as const;

export type VariableName = keyof typeof variables;
export type Values = { readonly [K in VariableName]: z.output<(typeof variables)[K]['parse']> | undefined };

/** Rows of the README's table of settings, so that it can be generated and compared. */
export const describeVariables = (): readonly VariableDescription[] =>
  Object.entries(variables).map(([name, v]: [string, Variable<unknown>]) => ({
    name,
    description: v.description,
    default: v.shownDefault ?? v.default ?? 'not set',
  }));
