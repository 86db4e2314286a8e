/** A control request that cannot be answered: its message says what to send. */
export class ControlError extends Error {}
