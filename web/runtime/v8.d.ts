/** What only some engines have. */
interface ErrorConstructor {
  /** How many calls an error's trace names, in V8 and JavaScriptCore. */
  stackTraceLimit?: number;
}
