import Mocha from "mocha";

/** What became of one test, as the launcher reads it from the console: a line `SLIPWAY_TEST {…}`, at the end `SLIPWAY_TESTS_DONE`. */
export interface HostTestResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "pending";
  readonly error?: string;
}

/**
 * Entry of the suite that runs inside the extension host (`extensionTestsPath`). The window must have a scratch copy of
 * `examples/fraud-detection` open, because the tests write to its store and its Git configuration. What they find goes to the
 * console; the promise rejects when a test fails, which is what a desktop VS Code turns into its exit status.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, reporter: ConsoleReporter, color: false });
  // Registers `describe` and `it` for the suites, which are part of this bundle.
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "", mocha);
  await import("./sidebar.test.ts");
  await import("./promotion.test.ts");
  await import("./configFiles.test.ts");
  await import("./tasks.test.ts");
  await import("./activation.test.ts");
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  console.log("SLIPWAY_TESTS_DONE");
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host`);
}

class ConsoleReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const report = (result: HostTestResult) => console.log(`SLIPWAY_TEST ${JSON.stringify(result)}`);
    runner.on("pass", (test) => report({ title: test.fullTitle(), state: "passed" }));
    runner.on("pending", (test) => report({ title: test.fullTitle(), state: "pending" }));
    runner.on("fail", (test, error: Error) => report({ title: test.fullTitle(), state: "failed", error: error.stack ?? String(error) }));
  }
}
