import { execFile } from "node:child_process";
import { pbkdf2Sync } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { requirePython } from "./bothRegistries.ts";
import { type MlflowServer, mustHavePython, startServer } from "./realMlflow.ts";

/** Who may do everything on such a server. */
export const admin = { username: "admin", password: "of-the-test-1234" };

/** The Python of an MLflow that can have users; skips the suite where there is none. */
export async function requireBasicAuth(suite: Mocha.Context): Promise<string> {
  const python = requirePython(suite);
  try {
    await promisify(execFile)(python, ["-c", "import flask_wtf"]);
  } catch {
    if (mustHavePython) throw new Error("Flask-WTF is missing: in CI this test has to run");
    console.log("    skipped: the Python has no Flask-WTF, which MLflow's basic-auth needs");
    suite.skip();
  }
  return python;
}

/**
 * Starts MLflow with `--app-name basic-auth` on the store in `folder`, which may have workspaces. The administrator's password is hashed once, in the
 * same form: MLflow compares it at every request, and what makes its own hash safe takes a second of a busy machine.
 */
export async function startWithUsers(python: string, folder: string, moreOptions: readonly string[] = []): Promise<MlflowServer> {
  const more = {
    MLFLOW_FLASK_SERVER_SECRET_KEY: "of a test",
    MLFLOW_AUTH_ADMIN_PASSWORD: admin.password,
    MLFLOW_ENABLE_WORKSPACES: "true",
  };
  const server = await startServer(python, folder, more, ["--app-name", "basic-auth", ...moreOptions]);
  const hash = pbkdf2Sync(admin.password, "salt", 1, 32, "sha256").toString("hex");
  const users = new DatabaseSync(join(folder, "basic_auth.db"), { timeout: 10_000 });
  users.prepare("UPDATE users SET password_hash = ? WHERE username = ?").run(`pbkdf2:sha256:1$salt$${hash}`, admin.username);
  users.close();
  return server;
}
