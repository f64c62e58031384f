import Mocha from "mocha";

/**
 * Entry of the suite that runs inside the extension host (`extensionTestsPath`). The window must have a scratch copy of
 * `examples/fraud-detection` open, because the tests write to its store and its Git configuration. What they find goes to the
 * console, which the launcher reads; the promise rejects when a test fails.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, reporter: "spec", color: false });
  // Registers `describe` and `it` for the suites, which are part of this bundle.
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "", mocha);
  await import("./sidebar.test.ts");
  await import("./promotion.test.ts");
  await import("./configFiles.test.ts");
  await import("./activation.test.ts");
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host`);
}
