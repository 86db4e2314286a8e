/** What a script can tell apart. Listed in `orgledger --help`. */
export const exitCodes = {
  done: 0,
  /** The platform refused: a rule, a conflict, or no such object. */
  refused: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The API could not be reached or did not answer in time; repeat with the same --command-id. */
  unreachable: 3,
  /** No API key, or one that may not do this. */
  accessDenied: 4,
  /** What was waited for failed: a run parked, a verification failed, the audit found something. */
  failed: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a message for a person and a code for a script. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** The error as the API gave it, for --json. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
